import type { Fault, Faults, ServiceName } from './faults.ts';
import type { LicenceCode } from './library/provenance.ts';

export interface PhotoSourceOptions {
	/** One folder of photos a label; without one, photos are drawn. */
	readonly folder?: string;
	/** Loopback by default. */
	readonly host?: string;
	/** 0, the default, takes a free one. */
	readonly port?: number;
	readonly faults?: readonly Fault[];
	/** Licences to hand out in turn, instead of a mixture of which one in eight may not be used. */
	readonly licences?: readonly LicenceCode[];
	/** Whether some photos are gone, flagged or opted out, and some drawn ones wrong, tiny or repeated; true by default. */
	readonly troubles?: boolean;
	/** Whether some titles and authors are markup, formulas and mentions; false by default. */
	readonly hostileNames?: boolean;
	/** Drawn photos of each label; 200 by default. */
	readonly photosPerLabel?: number;
	/** `documented` holds clients to the limits of the services; `off` is the default. */
	readonly rateLimits?: 'documented' | 'off';
	/** Milliseconds since the Unix epoch, for the limits. */
	readonly now?: () => number;
}

/** A request that was answered, or met a fault. */
export interface LoggedRequest {
	readonly service: ServiceName;
	readonly method: string;
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly userAgent: string | undefined;
	/** 0 where the connection was cut instead. */
	readonly status: number;
	/** What befell it. */
	readonly faults: readonly Fault['kind'][];
}

/** A server on this machine in the place of iNaturalist, Commons, Openverse and Flickr, their photos included. */
export interface PhotoSource {
	/** Origin of all its services and photos: `http://127.0.0.1:8021`. */
	readonly url: string;
	/** The same, as the crawler takes it for each service. */
	readonly endpoints: {
		readonly inaturalist: string;
		readonly commons: string;
		readonly openverse: string;
		readonly flickr: string;
		readonly photoHosts: readonly string[];
	};
	/** Labels that it has photos of. */
	readonly labels: readonly string[];
	/** Of our own drawing, or of a folder. */
	readonly photos: 'drawn' | 'folder';
	/** The latest 10,000. */
	readonly requests: readonly LoggedRequest[];
	readonly faults: Faults;
	close(): Promise<void>;
}
