/** The JVM that ctxinspect and jcmd look at when their time is measured. */
@NullMarked
package io.ctxagent.benchmarks.inspect;

import org.jspecify.annotations.NullMarked;
