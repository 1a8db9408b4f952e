/** What the agent costs each class of an application that is loaded, hooks or none. */
@NullMarked
package io.ctxagent.benchmarks.classload;

import org.jspecify.annotations.NullMarked;
