export { defineInspector, InspectorElement } from './inspector-element.js';
export {
  type MachineSummary,
  MachineView,
  type ProcessDetails,
  type ProcessOrder,
  type ProcessRow,
  type SeenMessages,
  type TableRow,
} from './machine-view.js';
