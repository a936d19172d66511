package io.emperor.serf;

import io.emperor.base.SafeText;
import io.emperor.serf.Connection.Subscription;
import io.emperor.serf.SerfException.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a serf agent, by version 1 of its RPC. A call waits for the agent's word, five
 * seconds at most: an agent that is silent for so long loses the connection, and so does one that
 * ends it, says what can't be read, or more than a limit: 64 KiB of a text or a payload, 32 MiB of
 * a message. A connection that is over stays so, and every call says why; {@link SerfFollower}
 * makes new ones.
 *
 * <p>A listener has a thread of its own. It may ask this client, and may take its time: 1,024
 * events, of 32 MiB together, wait for it. With one more the connection ends with {@link
 * Kind#LISTENER_TOO_SLOW}: to read no further would only have the agent drop events, of which it
 * keeps 512 for a reader, without a word. Thread safe.
 *
 * <p>All methods throw {@link SerfException}; a thread that is interrupted while it waits gets one
 * of kind {@link Kind#CLOSED}, and stays interrupted. What goes over the connection, the key too,
 * is not encrypted: an agent's RPC belongs on a loopback address.
 */
public final class SerfClient implements AutoCloseable {

  private static final long VERSION = 1;

  private final Connection connection;
  private final CompletableFuture<SerfException> ended;

  private SerfClient(Connection connection) {
    this.connection = connection;
    this.ended = connection.ended().copy();
  }

  /**
   * Connects, and says who is there.
   *
   * @param authKey the agent's {@code rpc_auth}; {@code null} if it has none
   */
  public static SerfClient connect(SerfAddress agent, @Nullable String authKey) {
    return connect(agent, authKey, Limits.USUAL);
  }

  static SerfClient connect(SerfAddress agent, @Nullable String authKey, Limits limits) {
    Connection connection = Connection.open(agent, limits);
    try {
      greet(connection);
      if (authKey != null) {
        authenticate(connection, authKey);
      }
      return new SerfClient(connection);
    } catch (SerfException e) {
      connection.end(e);
      throw e;
    }
  }

  private static void greet(Connection connection) {
    try {
      connection.tell("handshake", Map.of("Version", VERSION));
    } catch (SerfException e) {
      throw e.kind() == Kind.REFUSED
          ? SerfException.of(
              Kind.OTHER_VERSION,
              connection.agent(),
              "does not speak version 1 of serf's RPC, which is the only one known here")
          : e;
    }
  }

  private static void authenticate(Connection connection, String authKey) {
    try {
      connection.tell("auth", Map.of("AuthKey", authKey));
    } catch (SerfException e) {
      throw e.kind() == Kind.REFUSED
          ? SerfException.of(
              Kind.KEY_REFUSED,
              connection.agent(),
              "refuses the key; give its rpc_auth, and none if it has none")
          : e;
    }
  }

  /** All that the agent knows, also those that have left or failed, until serf forgets them. */
  public List<Member> members() {
    return read("members", Map.of());
  }

  /** The members that fit. */
  public List<Member> members(MemberFilter filter) {
    return read("members-filtered", filter.body());
  }

  private List<Member> read(String command, Map<String, ?> body) {
    try {
      return MemberEvent.members(connection.ask(command, body));
    } catch (UnreadableException e) {
      throw unreadable(e);
    }
  }

  /** The name of the agent's own node: text from outside. */
  public String nodeName() {
    try {
      return connection.ask("stats", Map.of()).texts("agent").getOrDefault("name", "");
    } catch (UnreadableException e) {
      throw unreadable(e);
    }
  }

  private SerfException unreadable(UnreadableException e) {
    SerfException why =
        SerfException.of(
            Kind.UNREADABLE, connection.agent(), "says what can't be read: " + e.getMessage());
    connection.end(why);
    return why;
  }

  /**
   * Tells the cluster something. It is never coalesced. Where it is, as with serf's own command by
   * default, an agent keeps events of one name until there was none for a second, three seconds at
   * most, and tells the last of them alone: two keys of one event name become one. An event that is
   * not coalesced is told at once, and overtakes those that are kept.
   *
   * @param name what it is called
   * @param payload any bytes; {@link UserEvent#encodedBytes} says what becomes of them
   * @throws SerfException of kind {@link Kind#REFUSED} if it is too large
   */
  public void event(String name, byte[] payload) {
    connection.tell("event", Map.of("Name", name, "Payload", payload, "Coalesce", false));
  }

  /**
   * Asks the cluster something.
   *
   * @param listener hears the answers, on a thread of its own
   * @return completes when the time for answers is over and the listener has heard all of them;
   *     with a {@link SerfException} if the connection ends before. The listener must not wait for
   *     it
   */
  public CompletableFuture<@Nullable Void> query(SerfQuery query, QueryListener listener) {
    QueryAnswers answers = new QueryAnswers(connection, listener);
    long unused = connection.subscribe("query", query.body(), answers);
    return answers.over();
  }

  /**
   * Answers a query of a stream of this agent's.
   *
   * @param id the event's
   * @param payload any bytes, 1,024 at most with what serf adds, if the agents have no other limit
   * @throws SerfException of kind {@link Kind#REFUSED} if it is too late, or was answered
   */
  public void respond(long id, byte[] payload) {
    connection.tell("respond", Map.of("ID", id, "Payload", payload));
  }

  /**
   * Listens to events.
   *
   * @param types as serf has them, with commas between several: {@code *}, {@code member-join},
   *     {@code user}, {@code user:NAME}, {@code query}, {@code query:NAME}
   * @param listener is told them as they come, on a thread of its own
   */
  public SerfStream stream(String types, Consumer<SerfEvent> listener) {
    Delivery delivery = new Delivery("serf-events", connection.limits());
    long number =
        connection.subscribe("stream", Map.of("Type", types), new Events(delivery, listener));
    return new SerfStream(connection, delivery, number);
  }

  private final class Events implements Subscription {

    private final Delivery delivery;
    private final Consumer<SerfEvent> listener;

    private Events(Delivery delivery, Consumer<SerfEvent> listener) {
      this.delivery = delivery;
      this.listener = listener;
    }

    @Override
    public boolean takes(Fields record, long size) throws UnreadableException {
      Optional<SerfEvent> event = SerfEvent.of(record);
      if (event.isPresent() && !delivery.offer(size, () -> listener.accept(event.get()))) {
        throw tooSlow(connection.agent());
      }
      return true;
    }

    @Override
    public void ended(SerfException why) {
      delivery.endWith(why);
    }
  }

  static SerfException tooSlow(SerfAddress agent) {
    return SerfException.of(
        Kind.LISTENER_TOO_SLOW,
        agent,
        "tells faster than its listener listens; the connection was ended, since events would get"
            + " lost in it");
  }

  /**
   * Changes what the agent says of itself, until it is started again.
   *
   * @param set tags with their values, new ones or known ones
   * @param delete tags that go; one that is also set stays
   */
  public void tags(Map<String, String> set, Collection<String> delete) {
    connection.tell("tags", Map.of("Tags", set, "DeleteTags", delete));
  }

  /** Asks for nothing, to see whether somebody answers. */
  void ping() {
    List<Member> unused = members(MemberFilter.NOBODY);
  }

  /** Completes with why the connection is over; some events may still be told then. */
  public CompletableFuture<SerfException> ended() {
    return ended;
  }

  /** Ends the connection. Nobody is told anything afterwards but what is being told. */
  @Override
  public void close() {
    connection.end(
        SerfException.of(Kind.CLOSED, connection.agent(), "is not asked any more: it was closed"));
  }

  /** Ends the connection because of something, after which what was heard is still told. */
  void end(SerfException why) {
    connection.end(why);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "serf agent " + SafeText.name(connection.agent());
  }
}
