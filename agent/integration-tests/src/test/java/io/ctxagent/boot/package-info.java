/** Faults that are planted into the bridge, to see whether its tests find them. */
package io.ctxagent.boot;
