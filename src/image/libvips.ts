import sharp from 'sharp';

/**
 * sharp as this process uses it. These settings hold for the whole process, worker threads included, and setting them
 * again, as each new worker does, changes nothing.
 */
export { sharp };

/** Photos are judged side by side, one a worker: more threads within one would only take turns with those. */
sharp.concurrency(1);

/** No operation is ever asked for twice, so a cache of them is only memory. */
sharp.cache(false);

/**
 * Loaders that sharp knows besides those of the formats we read. Bytes are sniffed first; this makes sure that libvips
 * does not see something else in them, and opens no SVG, with its external references, at all. Each is named, because
 * blocking the base class and unblocking ours would refuse the photo that another worker is opening at that moment.
 * Without Uhdr, the ultra HDR pictures of phones are read as the JPEGs they are, at two thirds of the time.
 */
const UNUSED_LOADERS = [
	'Csv',
	'DcRaw',
	'Fits',
	'Jp2k',
	'Jxl',
	'Magick',
	'Magick7',
	'Matrix',
	'Openexr',
	'Openslide',
	'Pdf',
	'Ppm',
	'Rad',
	'Raw',
	'Svg',
	'Tiff',
	'Uhdr',
	'Vips',
];
sharp.block({ operation: UNUSED_LOADERS.map((name) => `VipsForeignLoad${name}`) });
