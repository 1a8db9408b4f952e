/** A trace id that is in every log line, and in no parameter list. */
@NullMarked
package io.ctxagent.samples.requestvalues;

import org.jspecify.annotations.NullMarked;
