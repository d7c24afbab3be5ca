package dev.fairlead.bus;

/** Carries wake-ups. Implementations pass {@code EventBusContract}. */
public interface EventBus extends AutoCloseable {

    /**
     * Tells every subscriber of the topic in every process, this one included. Returns at once; while the bus is away the
     * event is dropped, because subscribers re-read everything when it is back.
     */
    void publish(Event event);

    /** Calls the listener for each event of the topic, on a thread of the bus: it must return at once. */
    Subscription subscribe(String topic, Listener listener);

    /** Whether events flow now. While they do not, consumers poll. */
    boolean connected();

    @Override
    void close();

    /** A subscriber. */
    interface Listener {

        void onEvent(Event event);

        /** The topic is listened to, for the first time or again: events may have been lost until now. */
        void onConnected();
    }

    /** Ends a subscription. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
