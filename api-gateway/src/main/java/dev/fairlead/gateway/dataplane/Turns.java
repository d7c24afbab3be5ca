package dev.fairlead.gateway.dataplane;

/** Tells whose turn it is, at any moment and without waiting. */
interface Turns extends AutoCloseable {

    /** Of a data plane that only this gateway reaches. */
    Turns ALWAYS = new Turns() {
        @Override
        public Turn now() {
            return new Turn.Own(null);
        }

        @Override
        public void onChange(Runnable listener) {}

        @Override
        public void overtaken(Pusher by) {}

        @Override
        public void close() {}
    };

    Turn now();

    /** Calls the listener after each change; it must return at once. */
    void onChange(Runnable listener);

    /** The data plane says that somebody else has taken over. */
    void overtaken(Pusher by);

    /** Gives the turn up: the pushing has ended. */
    @Override
    void close();
}
