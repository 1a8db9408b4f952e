/** One file for each instrumentation family: what it matches on which JDK, its advice, how it wakes, and why so. */
@NullMarked
package io.ctxagent.instrument.family;

import org.jspecify.annotations.NullMarked;
