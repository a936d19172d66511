package io.emperor.cli.publish;

import io.emperor.consul.ConsulBridge;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.provisioning.update.Carrier;
import io.emperor.provisioning.update.ConfigUpdate;
import io.emperor.provisioning.update.Publisher;
import io.emperor.provisioning.update.UpdateException;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/**
 * Sends updates as events of Consul, each over a connection of its own.
 *
 * @param agents who is asked, the first that answers
 */
record ConsulPublisher(AgentSettings agents) implements Publisher {

  @Override
  public void publish(ConfigUpdate update) {
    byte[] payload = Carrier.CONSUL_EVENT.payload(update);
    try (ConsulBridge bridge =
        new ConsulBridge(agents, "publish", false, new CompositeMeterRegistry())) {
      String unused = bridge.events().publish(ConfigUpdate.EVENT, payload);
    } catch (RuntimeException e) {
      throw new UpdateException(String.valueOf(e.getMessage()), e);
    }
  }
}
