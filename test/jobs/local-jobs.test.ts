import { describe } from 'vitest';
import { LocalJobs } from '../../src/jobs/local-jobs.ts';
import { keepsTheContractOfJobs } from './contract.ts';

describe('jobs in this process', () => keepsTheContractOfJobs((kind) => new LocalJobs(kind)));
