package dev.fairlead.bus;

import dev.fairlead.bus.EventBus.Listener;
import dev.fairlead.bus.EventBus.Subscription;

class InMemoryEventBusTests extends EventBusContract {

    private final InMemoryEventBus bus = new InMemoryEventBus();

    @Override
    protected EventBus open() {
        return new EventBus() {
            @Override
            public void publish(Event event) {
                bus.publish(event);
            }

            @Override
            public Subscription subscribe(String topic, Listener listener) {
                return bus.subscribe(topic, listener);
            }

            @Override
            public boolean connected() {
                return bus.connected();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    protected void cut() {
        bus.setConnected(false);
    }

    @Override
    protected void heal() {
        bus.setConnected(true);
    }
}
