node --cpu-prof measure.js
