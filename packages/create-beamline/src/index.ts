export { type Choices, type Language, languages, type Platform, platforms } from './choices.js';
export { createProject, ProjectFolderError } from './create-project.js';
