/** What the leak check costs a suite of small tests. */
@NullMarked
package io.ctxagent.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
