/** The least program and the least agent, between which the start of ours is measured. */
@NullMarked
package io.ctxagent.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
