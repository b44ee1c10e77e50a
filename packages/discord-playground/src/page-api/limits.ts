/** Discord's limit for members of a server without boosts, which the bot is told too. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Of one message. */
export const MAX_FILES = 10;
/** Ten photos of a phone fit; nobody can fill this machine's memory with one request. */
export const MAX_REQUEST_BYTES = 64 * 1024 * 1024;
/** Messages sent at once, the latest or the next earlier ones. */
export const PAGE_OF_MESSAGES = 50;
