package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.serf.Member;
import io.emperor.serf.QueryEvent;
import io.emperor.serf.SerfFollower;
import io.emperor.serf.SerfListener;
import io.emperor.serf.UserEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a serf cluster that are alive, at the key {@code serf}: by their names, each with
 * its address and its tags. The agent's user events and queries {@code config_updated} are handed
 * on. Safe for use by many threads.
 */
public final class SerfSource implements Source {

  private static final String UPDATED = "config_updated";

  private final SerfAgent agent;
  private final Function<byte[], Optional<String>> updates;
  private @Nullable SerfFollower follower; // guarded by this, as is all below
  private boolean closed;

  /**
   * Asks nothing yet.
   *
   * @param updates takes the payloads of {@code config_updated}, and says what a query is answered
   */
  public SerfSource(SerfAgent agent, Function<byte[], Optional<String>> updates) {
    this.agent = agent;
    this.updates = updates;
  }

  @Override
  public String name() {
    return "serf " + agent.address();
  }

  @Override
  public boolean isText() {
    return false;
  }

  @Override
  public synchronized void open(SourceListener listener) {
    try {
      follower =
          SerfFollower.start(
              agent.address(),
              agent.key(),
              List.of("user:" + UPDATED, "query:" + UPDATED),
              new Followed(listener));
    } catch (IOException e) {
      listener.fails("its auth-file can't be read: " + SafeText.of(e) + "; reload once it can");
    }
  }

  private static ObjectNode values(List<Member> members) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    ObjectNode alive = values.putObject("serf");
    members.stream()
        .filter(member -> member.status() == Member.Status.ALIVE)
        .forEach(
            member -> {
              ObjectNode tags =
                  alive.putObject(member.name()).put("address", member.address()).putObject("tags");
              member.tags().forEach(tags::put);
            });
    return values;
  }

  private synchronized void tell(Runnable news) {
    if (!closed) {
      news.run();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (follower != null) {
      follower.close();
    }
  }

  private final class Followed implements SerfListener {

    private final SourceListener listener;
    private @Nullable ObjectNode last; // of the follower's thread alone

    private Followed(SourceListener listener) {
      this.listener = listener;
    }

    @Override
    public void members(List<Member> members) {
      ObjectNode values = values(members);
      last = values;
      tell(() -> listener.has(values));
    }

    @Override
    public void event(UserEvent event) {
      var unused = updates.apply(event.payload());
    }

    @Override
    public Optional<byte[]> query(QueryEvent query) {
      return updates.apply(query.payload()).map(answer -> answer.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void away(String why) {
      tell(() -> listener.fails(why));
    }

    @Override
    public void back() {
      ObjectNode values = last;
      if (values != null) {
        tell(() -> listener.has(values));
      }
    }
  }
}
