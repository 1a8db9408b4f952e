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
        Weaver weaver = new Weaver(hooks, callSites, true, report);
        instrumentation.addTransformer(weaver, true);
        retransform(loaded(weaver, applicationClasses));
        verify(hooks);
    }

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
        ClassLoader loader = type.getClassLoader();
        if (loader == null
                || loader == ClassLoader.getPlatformClassLoader()
                || loader == Installer.class.getClassLoader()
                || type.isArray()
                || type.isHidden()) {
            return false;
        }
        byte[] classFile = read(loader, type);
        return classFile != null && weaver.concerns(loader, type.getName().replace('.', '/'), classFile);
    }

    private static byte @Nullable [] read(ClassLoader loader, Class<?> type) {
        try (InputStream in = loader.getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** One batch, because the JVM stops the world for each; class by class when the batch is refused. */
    private void retransform(List<Class<?>> types) {
        if (types.isEmpty()) {
            return;
        }
        try {
            instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
        } catch (Throwable refused) {
            for (Class<?> type : types) {
                try {
                    instrumentation.retransformClasses(type);
                } catch (Throwable failure) {
                    report.missing(type.getName(), failure);
                }
            }
        }
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
