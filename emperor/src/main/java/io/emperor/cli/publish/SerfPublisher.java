package io.emperor.cli.publish;

import io.emperor.provisioning.update.Carrier;
import io.emperor.provisioning.update.ConfigUpdate;
import io.emperor.provisioning.update.Publisher;
import io.emperor.provisioning.update.UpdateException;
import io.emperor.serf.SerfAddress;
import io.emperor.serf.SerfClient;
import io.emperor.serf.SerfException;
import io.emperor.serf.SerfQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Sends updates by a serf agent, each over a connection of its own. */
public final class SerfPublisher implements Publisher {

  private final SerfAddress address;
  private final @Nullable String key;

  SerfPublisher(SerfAddress address, @Nullable String key) {
    this.address = address;
    this.key = key;
  }

  @Override
  public void publish(ConfigUpdate update) {
    byte[] payload = Carrier.SERF_EVENT.payload(update);
    try (SerfClient agent = SerfClient.connect(address, key)) {
      agent.event(ConfigUpdate.EVENT, payload);
    } catch (SerfException e) {
      throw failed(e);
    }
  }

  /**
   * Asks nodes to take an update, and waits for as long as serf does.
   *
   * @param tags regular expressions for the tags of those who are asked; empty for all
   * @param answers takes the name and the answer of each node, text from outside
   * @throws UpdateException if it is too long, or nobody can be asked
   */
  public void ask(ConfigUpdate update, Map<String, String> tags, BiConsumer<String, byte[]> answers)
      throws InterruptedException {
    byte[] payload = Carrier.SERF_QUERY.payload(update);
    SerfQuery query =
        new SerfQuery(ConfigUpdate.EVENT, payload, List.of(), tags, Duration.ZERO, false);
    try (SerfClient agent = SerfClient.connect(address, key)) {
      Object unused = agent.query(query, answers::accept).get();
    } catch (SerfException e) {
      throw failed(e);
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    }
  }

  private static UpdateException failed(Throwable failure) {
    return new UpdateException(String.valueOf(failure.getMessage()), failure);
  }
}
