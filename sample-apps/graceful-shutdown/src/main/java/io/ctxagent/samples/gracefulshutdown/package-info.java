/** Workers that end on SIGTERM, proved by the count of live threads. */
@NullMarked
package io.ctxagent.samples.gracefulshutdown;

import org.jspecify.annotations.NullMarked;
