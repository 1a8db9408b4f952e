package io.ctxagent.instrument;

import io.ctxagent.instrument.callsite.CallSites;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the families into a JVM: the transformer first, then the classes that are loaded already. */
public final class Installer {

    private final Instrumentation instrumentation;
    private final InstallReport report = new InstallReport();
    private final int jdk;
    private @Nullable Weaver weaver;

    /**
     * @param jdk the feature version of this JVM
     */
    public Installer(Instrumentation instrumentation, int jdk) {
        this.instrumentation = instrumentation;
        this.jdk = jdk;
    }

    /** What became of each hook. */
    public InstallReport report() {
        return report;
    }

    /**
     * Installs every family. A class that cannot be done is left as it was.
     *
     * @param applicationClasses whether application classes are loaded already and have to be looked through
     */
    public void install(boolean applicationClasses) {
        List<Hook> hooks = new ArrayList<>();
        for (BlockingFamily family : BlockingFamilies.all()) {
            // Those that are off too: they keep the hooks below them silent.
            hooks.addAll(family.hooks(jdk));
        }
        boolean natives = jdk < 19;
        CallSites callSites = new CallSites(natives, natives);
        Weaver made = new Weaver(hooks, callSites, true, report);
        weaver = made;
        instrumentation.addTransformer(made, true);
        retransform(loaded(made, applicationClasses));
        verify(hooks);
    }

    /**
     * Gives every class back the bytes that it had without the agent. Methods that run now end in the code that they began
     * in.
     *
     * @return how many classes that were, and the names of those that could not be done
     */
    public Removal remove() {
        Weaver removed = weaver;
        if (removed == null) {
            return new Removal(0, List.of());
        }
        instrumentation.removeTransformer(removed);
        DriverSupport.withdraw();
        weaver = null;
        List<Class<?>> changed = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (removed.wove(type) && instrumentation.isModifiableClass(type)) {
                changed.add(type);
            }
        }
        List<String> left = retransform(changed);
        return new Removal(changed.size() - left.size(), left);
    }

    /** What {@link #remove} did. */
    public record Removal(int restored, List<String> left) {}

    private List<Class<?>> loaded(Weaver weaver, boolean applicationClasses) {
        List<Class<?>> found = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (weaver.lists(type) || (applicationClasses && concerns(weaver, type))) {
                if (instrumentation.isModifiableClass(type)) {
                    found.add(type);
                }
            }
        }
        return found;
    }

    private static boolean concerns(Weaver weaver, Class<?> type) {
        if (Weaver.isOldPool(type)) {
            return true;
        }
        ClassLoader loader = type.getClassLoader();
        if (loader == null
                || loader == ClassLoader.getPlatformClassLoader()
                || loader == Installer.class.getClassLoader()
                || type.isArray()
                || type.isHidden()) {
            return false;
        }
        byte[] classFile = read(loader, type);
        return classFile != null && weaver.concerns(classFile);
    }

    private static byte @Nullable [] read(ClassLoader loader, Class<?> type) {
        try (InputStream in = loader.getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** One batch, because the JVM stops the world for each; class by class when it is refused. Returns what failed. */
    private List<String> retransform(List<Class<?>> types) {
        List<String> failed = new ArrayList<>();
        if (types.isEmpty()) {
            return failed;
        }
        try {
            instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
        } catch (Throwable refused) {
            for (Class<?> type : types) {
                try {
                    instrumentation.retransformClasses(type);
                } catch (Throwable failure) {
                    report.missing(type.getName(), failure);
                    failed.add(type.getName());
                }
            }
        }
        return failed;
    }

    /** A class that is loaded by now and was never seen by the transformer is missing, not unused. */
    private void verify(List<Hook> hooks) {
        java.util.Set<String> names = new java.util.HashSet<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getClassLoader() == null || type.getClassLoader() == ClassLoader.getPlatformClassLoader()) {
                names.add(type.getName());
            }
        }
        for (Hook hook : hooks) {
            if (names.contains(hook.type())) {
                report.missingIfUnused(hook);
            }
        }
    }
}
