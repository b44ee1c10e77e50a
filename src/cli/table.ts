/** Lines of aligned columns for a terminal. */
export { textTable as table } from '../report/text-table.ts';
