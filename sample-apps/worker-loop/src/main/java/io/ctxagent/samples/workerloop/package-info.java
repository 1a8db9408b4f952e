/** A worker that waits for jobs until its context is cancelled. */
@NullMarked
package io.ctxagent.samples.workerloop;

import org.jspecify.annotations.NullMarked;
