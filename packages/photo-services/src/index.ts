export { drawPhoto, type Flaw, planPhoto } from './drawings/draw-photo.ts';
export { DRAWN_LABELS } from './drawings/subjects.ts';
export type { Fault, Faults, ServiceName } from './faults.ts';
export type { LicenceCode } from './library/provenance.ts';
export { type LoggedRequest, type PhotoSource, type PhotoSourceOptions, startPhotoSource } from './start.ts';
