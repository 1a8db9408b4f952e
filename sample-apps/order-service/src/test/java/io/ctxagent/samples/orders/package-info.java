/** Drives the service over HTTP and from the command line, without the agent. */
@NullMarked
package io.ctxagent.samples.orders;

import org.jspecify.annotations.NullMarked;
