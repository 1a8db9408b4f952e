package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/** What few contexts need: a label, registrations, a stage, what the agent knows. Written under the node's lock. */
final class Side {

    /** The label, or what will print it once somebody looks; read without the lock. */
    volatile @Nullable Object name;

    /** Where it was created, as {@link Site} knows it; set before the node is seen. */
    @Nullable
    Object site;

    /** The agent's word for who created it; set before the node is seen. */
    @Nullable
    Object owner;

    /** What stands for the node in its parent's list since its scope was collected. */
    volatile @Nullable LostLink lost;

    /** Children with a scope in the node's own list; counted once {@link #lost} is set. */
    int heldChildren;

    /** More lists of children; written once, read without the lock. */
    volatile @Nullable Stripes stripes;

    @Nullable
    DoneStage stage;

    private @Nullable Registration first;
    private @Nullable Registration last;

    @Nullable
    String nameText() {
        Object named = name;
        return named == null ? null : named.toString();
    }

    /** Two that ask at once make equal ones. */
    @Nullable
    String siteText() {
        String text = Site.text(site);
        site = text;
        return text;
    }

    void append(Registration registration) {
        Registration before = last;
        registration.before = before;
        if (before == null) {
            first = registration;
        } else {
            before.after = registration;
        }
        last = registration;
    }

    void remove(Registration registration) {
        Registration before = registration.before;
        Registration after = registration.after;
        if (before == null) {
            if (first != registration) {
                return; // taken out already
            }
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        registration.before = null;
        registration.after = null;
    }

    /** Gives all registrations away, as a chain in the order in which they came. */
    @Nullable
    Registration takeAll() {
        Registration all = first;
        first = null;
        last = null;
        return all;
    }

    /** Holds a lost node as long as something hangs on it. */
    void repin(Node node) {
        LostLink link = lost;
        if (link != null) {
            Stripes more = stripes;
            boolean held = heldChildren > 0 || (more != null && more.holding);
            link.pin(first != null || stage != null || held ? node : null);
        }
    }
}
