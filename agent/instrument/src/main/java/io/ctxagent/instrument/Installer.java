package io.ctxagent.instrument;

import io.ctxagent.instrument.cache.ExpectedHook;
import io.ctxagent.instrument.cache.WovenCache;
import io.ctxagent.instrument.callsite.CallSites;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the families into a JVM: the transformer first, then the classes that are loaded already. */
public final class Installer {

    private final Instrumentation instrumentation;
    private final WovenCache cache;
    private final InstallReport report = new InstallReport();
    private final Weaver weaver;

    /** What was there before Byte Buddy; empty where a cache may spare us that, and after the start. */
    private Set<Class<?>> loadedBefore;

    /**
     * @param jdk the feature version of this JVM
     * @param cache what earlier starts have woven
     */
    public Installer(Instrumentation instrumentation, int jdk, WovenCache cache) {
        this.instrumentation = instrumentation;
        this.cache = cache;
        boolean natives = jdk < 19;
        this.loadedBefore = cache.filled() ? Set.of() : loadedNow();
        this.weaver = new Weaver(jdk, cache, new CallSites(natives, natives), true, report);
        report.expect(new LoadedHooks());
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
        instrumentation.addTransformer(weaver, true);
        if (!weaver.planned()) {
            weaver.postpone();
        }
        List<Class<?>> loaded = loaded(applicationClasses);
        retransform(loaded);
        doPostponed(weaver.postponed());
        if (weaver.planned()) {
            keepAsFiles(loaded);
            doUnseen();
        }
        // No class of the application is to be held by us.
        loadedBefore = Set.of();
        cache.begin(cache.begun() ? List.of() : weaver.expected());
        weaver.afterWeaving(new Repair());
    }

    /**
     * Gives every class back the bytes that it had without the agent. Methods that run now end in the code that they began
     * in. What is cached stays for whoever comes next.
     *
     * @return how many classes that were, and the names of those that could not be done
     */
    public Removal remove() {
        if (!instrumentation.removeTransformer(weaver)) {
            return new Removal(0, List.of());
        }
        weaver.afterWeaving(null);
        DriverSupport.withdraw();
        GrpcReflection.withdraw();
        cache.close();
        List<Class<?>> changed = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (weaver.wove(type) && instrumentation.isModifiableClass(type)) {
                changed.add(type);
            }
        }
        List<String> left = restore(changed);
        return new Removal(changed.size() - left.size(), left);
    }

    /** What {@link #remove} did. */
    public record Removal(int restored, List<String> left) {}

    private List<String> restore(List<Class<?>> types) {
        if (types.isEmpty()) {
            return List.of();
        }
        try {
            instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
            return List.of();
        } catch (Throwable refused) {
            return retransformEach(types);
        }
    }

    private void doPostponed(List<Weaver.Postponed> unknown) {
        if (unknown.isEmpty()) {
            return;
        }
        weaver.planUnasked();
        List<Class<?>> types = new ArrayList<>();
        for (Weaver.Postponed postponed : unknown) {
            types.add(postponed.type());
        }
        retransform(types);
        for (Weaver.Postponed postponed : unknown) {
            weaver.forms().keepAs(postponed.type(), postponed.classFile());
        }
    }

    /** Byte Buddy has been at work: what it loaded itself did not come by the transformer. */
    private void doUnseen() {
        List<Class<?>> unseen = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (weaver.unseen(type)) {
                unseen.add(type);
            }
        }
        retransform(unseen);
        for (Class<?> type : unseen) {
            weaver.forms().keepAsFile(type);
        }
    }

    private void keepAsFiles(List<Class<?>> loaded) {
        for (Class<?> type : loaded) {
            if (!loadedBefore.isEmpty() && !loadedBefore.contains(type) && weaver.lists(type)) {
                weaver.forms().keepAsFile(type);
            }
        }
    }

    private Set<Class<?>> loadedNow() {
        Set<Class<?>> loaded = new HashSet<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            loaded.add(type);
        }
        return loaded;
    }

    private List<Class<?>> loaded(boolean applicationClasses) {
        List<Class<?>> found = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (weaver.lists(type) || (applicationClasses && concerns(type))) {
                if (instrumentation.isModifiableClass(type)) {
                    found.add(type);
                }
            }
        }
        return found;
    }

    private boolean concerns(Class<?> type) {
        if (ApplicationClasses.isOldPool(type)) {
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
        return classFile != null && weaver.concerns(loader, type.getName().replace('.', '/'), classFile);
    }

    private static byte @Nullable [] read(ClassLoader loader, Class<?> type) {
        try (InputStream in = loader.getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** One batch, because the JVM stops the world for each; class by class when it is refused. */
    private void retransform(List<Class<?>> types) {
        if (types.isEmpty()) {
            return;
        }
        try {
            instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
        } catch (Throwable refused) {
            if (cache.filled()) {
                cache.distrust();
                weaver.planUnasked();
                retransform(types);
            } else {
                retransformEach(types);
            }
        }
    }

    /** Returns the names of those that the JVM refused. */
    private List<String> retransformEach(List<Class<?>> types) {
        List<String> failed = new ArrayList<>();
        for (Class<?> type : types) {
            try {
                instrumentation.retransformClasses(type);
            } catch (Throwable failure) {
                report.missing(type.getName(), failure);
                failed.add(type.getName());
            }
        }
        return failed;
    }

    private final class Repair extends Afterwards {

        @Override
        void work() {
            doUnseen();
        }
    }

    private final class LoadedHooks implements InstallReport.Expectations {

        @Override
        public List<ExpectedHook> hooks() {
            return weaver.expected();
        }

        @Override
        public Set<String> loaded() {
            Set<String> names = new HashSet<>();
            for (Class<?> type : instrumentation.getAllLoadedClasses()) {
                if (weaver.lists(type)) {
                    names.add(type.getName());
                }
            }
            return names;
        }
    }
}
