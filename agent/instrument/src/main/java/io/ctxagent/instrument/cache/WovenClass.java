package io.ctxagent.instrument.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class before and after.
 *
 * @param name its internal name
 * @param original the bytes that the weaver was given
 * @param woven what it made of them; null when it left the class as it was
 * @param outcomes what that did to hooks
 */
public record WovenClass(String name, byte[] original, byte @Nullable [] woven, List<Outcome> outcomes) {}
