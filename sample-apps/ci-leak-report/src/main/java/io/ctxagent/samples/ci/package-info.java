/** A shop with one leak of each kind that a test can find. */
package io.ctxagent.samples.ci;
