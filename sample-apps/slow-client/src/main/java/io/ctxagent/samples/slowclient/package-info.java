/** A server whose read timeout covers the whole request, and clients that send it a byte at a time. */
@NullMarked
package io.ctxagent.samples.slowclient;

import org.jspecify.annotations.NullMarked;
