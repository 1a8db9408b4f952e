/** Holds every README of a sample to what it shows: its commands are run as they stand, in JVMs of their own. */
@NullMarked
package io.ctxagent.samples;

import org.jspecify.annotations.NullMarked;
