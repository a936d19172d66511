package io.emperor.cli.publish;

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

/** Connections by serf's RPC. */
public final class SerfConnections implements SerfAgents {

  @Override
  public Agent connect(String address, @Nullable String key) {
    return new Connected(SerfClient.connect(SerfAddress.parse(address), key));
  }

  private record Connected(SerfClient client) implements Agent {

    @Override
    public void event(String name, byte[] payload) {
      client.event(name, payload);
    }

    @Override
    public void query(
        String name, byte[] payload, Map<String, String> tags, BiConsumer<String, byte[]> answers)
        throws InterruptedException {
      SerfQuery query = new SerfQuery(name, payload, List.of(), tags, Duration.ZERO, false);
      try {
        var unused = client.query(query, answers::accept).get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof SerfException failure
            ? failure
            : new IllegalStateException(e.getCause());
      }
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
