package io.emperor.cli.publish;

import io.emperor.provisioning.update.Carrier;
import io.emperor.provisioning.update.ConfigUpdate;
import io.emperor.provisioning.update.Publisher;
import io.emperor.provisioning.update.UpdateException;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Sends updates by a serf agent, each over a connection of its own. */
public final class SerfPublisher implements Publisher {

  private final SerfAgents agents;
  private final String address;
  private final @Nullable String key;

  SerfPublisher(SerfAgents agents, String address, @Nullable String key) {
    this.agents = agents;
    this.address = address;
    this.key = key;
  }

  @Override
  public void publish(ConfigUpdate update) {
    byte[] payload = Carrier.SERF_EVENT.payload(update);
    try (SerfAgents.Agent agent = agents.connect(address, key)) {
      agent.event(ConfigUpdate.EVENT, payload);
    } catch (RuntimeException e) {
      throw new UpdateException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Asks nodes to take an update, and waits for as long as serf does.
   *
   * @param tags regular expressions for the tags of those who are asked; empty for all
   * @param answers takes the name and the answer of each node
   * @throws UpdateException if it is too long, or nobody can be asked
   */
  public void ask(ConfigUpdate update, Map<String, String> tags, BiConsumer<String, byte[]> answers)
      throws InterruptedException {
    byte[] payload = Carrier.SERF_QUERY.payload(update);
    try (SerfAgents.Agent agent = agents.connect(address, key)) {
      agent.query(ConfigUpdate.EVENT, payload, tags, answers);
    } catch (RuntimeException e) {
      throw new UpdateException(String.valueOf(e.getMessage()), e);
    }
  }
}
