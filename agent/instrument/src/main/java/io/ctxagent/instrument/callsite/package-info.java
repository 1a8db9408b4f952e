/**
 * Calls that are rewritten where they are made: because the method called has no body that advice could go into, or because
 * whoever calls it has more to say of it.
 */
@NullMarked
package io.ctxagent.instrument.callsite;

import org.jspecify.annotations.NullMarked;
