/** Node-cron would write to the console; what is worth telling goes to our own log. */
export const quietCron = { info() {}, warn() {}, error() {}, debug() {} };
