package io.ctxagent.javaagent.wiring;

import io.ctxagent.instrument.cache.CacheFolder;
import io.ctxagent.instrument.cache.ShippedClasses;
import io.ctxagent.instrument.cache.WovenCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The cache of woven classes for this build of the agent on this JVM. The build's checksum covers the hooks, their advice and Byte
 * Buddy, so a change of any of them begins a new file by itself.
 */
final class WovenClasses {

    private static final int SHORT = 16;

    private WovenClasses() {}

    /**
     * @param option {@code on}, {@code off} or a directory; off is off for what comes with the agent as well
     * @param jdk the feature version of this JVM
     */
    static WovenCache open(String option, int jdk) {
        String build = option.equals("off") ? null : buildId();
        if (build == null) {
            return WovenCache.none();
        }
        String jvm = System.getProperty("java.vm.version", "");
        String name = Wiring.VERSION + "-" + build.substring(0, SHORT) + "-" + jvm;
        String recipe = build + "\n" + jvm + "\n" + System.getProperty("java.vm.name") + "\n"
                + System.getProperty("java.vm.vendor");
        CacheFolder folder = CacheFolder.find(option.equals("on") ? null : option);
        ClassLoader agent = Objects.requireNonNull(WovenClasses.class.getClassLoader());
        return WovenCache.open(folder, name, recipe, new ShippedClasses(agent, build, jdk));
    }

    private static @Nullable String buildId() {
        try (InputStream in = WovenClasses.class.getClassLoader().getResourceAsStream("build-id")) {
            String id = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).trim();
            return id.length() < SHORT ? null : id;
        } catch (IOException e) {
            return null;
        }
    }
}
