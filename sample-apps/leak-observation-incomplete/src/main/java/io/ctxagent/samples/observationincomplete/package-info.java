/** CTX901: the agent came late, so the picture has gaps. */
@NullMarked
package io.ctxagent.samples.observationincomplete;

import org.jspecify.annotations.NullMarked;
