package io.emperor.consul.app;

import com.fasterxml.jackson.core.type.TypeReference;
import com.orbitz.consul.option.ImmutableDeleteOptions;
import com.orbitz.consul.option.ImmutablePutOptions;
import com.orbitz.consul.option.PutOptions;
import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.KeyValue;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AppQuery;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.watch.ReadCache;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** The key/value store, for apps. */
public final class KeyValues {

  private static final TypeReference<List<Entry>> ENTRIES = new TypeReference<>() {};

  private final AgentHttp http;
  private final OrbitzCalls calls;
  private final OrbitzClients clients;
  private final ConsistencyMode mode;
  private final ReadCache views;

  /** An entry as Consul sends it; the client library can't read flags of 2^63 and more. */
  @SuppressWarnings("ArrayRecordComponent") // lives between the parser and the copying KeyValue
  record Entry(
      String key,
      byte @Nullable [] value,
      BigInteger flags,
      @Nullable String session,
      long createIndex,
      long modifyIndex,
      long lockIndex) {

    Entry {
      Objects.requireNonNull(key, "Key");
      Objects.requireNonNull(flags, "Flags");
    }

    KeyValue keyValue() {
      return new KeyValue(
          key,
          value == null ? new byte[0] : value,
          flags.longValue(),
          session,
          createIndex,
          modifyIndex,
          lockIndex);
    }
  }

  public KeyValues(
      AgentHttp http,
      OrbitzCalls calls,
      OrbitzClients clients,
      ConsistencyMode mode,
      ReadCache views) {
    this.views = views;
    this.http = http;
    this.calls = calls;
    this.clients = clients;
    this.mode = mode;
  }

  boolean set(
      String name,
      byte[] value,
      @Nullable String dc,
      @Nullable Long cas,
      @Nullable String acquire,
      @Nullable String release) {
    String what = "set('" + name + "')";
    Names.checked(what, name);
    if (value == null) {
      throw Failures.invalid(what, "the value is null");
    }
    if (Stream.of(cas, acquire, release).filter(Objects::nonNull).count() > 1) {
      throw Failures.invalid(what, "give at most one of cas, acquire and release");
    }
    PutOptions options =
        ImmutablePutOptions.builder()
            .cas(Optional.ofNullable(cas))
            .acquire(Optional.ofNullable(acquire))
            .release(Optional.ofNullable(release))
            .dc(Optional.ofNullable(dc))
            .build();
    return writing(
        name,
        false,
        () -> calls.write(what, () -> clients.keyValues().putValue(name, value, 0, options)));
  }

  /** Writes a key in another way, such that reads that come after it show it. */
  boolean written(String name, BooleanSupplier write) {
    return writing(name, false, write);
  }

  /** Reads that come after a write must not show what was there before. */
  private boolean writing(String name, boolean recurse, BooleanSupplier write) {
    boolean outdates = true;
    try {
      return write.getAsBoolean();
    } catch (ConsulException e) {
      outdates = e.applied() != Applied.NO;
      throw e;
    } finally {
      if (outdates) {
        views.written(name, recurse);
      }
    }
  }

  boolean set(
      String name,
      String value,
      @Nullable String dc,
      @Nullable Long cas,
      @Nullable String acquire,
      @Nullable String release) {
    if (value == null || !Names.encodable(value)) {
      throw Failures.invalid("set('" + name + "')", "the value is null or not valid Unicode");
    }
    return set(name, value.getBytes(StandardCharsets.UTF_8), dc, cas, acquire, release);
  }

  Optional<KeyValue> get(String name, @Nullable String dc) {
    EntryAt question = new EntryAt(name, dc);
    Optional<KeyValue> known = views.find(question);
    return known != null
        ? known
        : views.ask(question, Function.identity(), () -> directGet(name, dc));
  }

  private Optional<KeyValue> directGet(String name, @Nullable String dc) {
    String what = "get('" + name + "')";
    Names.checked(what, name);
    return http.find(what, url(name, dc).build(), KeyValues::entries).stream()
        .flatMap(List::stream)
        .findFirst();
  }

  List<KeyValue> list(String prefix) {
    EntriesBelow question = new EntriesBelow(prefix);
    List<KeyValue> known = views.find(question);
    return known != null
        ? known
        : views.ask(question, Function.identity(), () -> directList(prefix));
  }

  private List<KeyValue> directList(String prefix) {
    String what = "list('" + prefix + "')";
    Names.checkedPrefix(what, prefix);
    HttpUrl url = url(prefix, null).addQueryParameter("recurse", null).build();
    return http.find(what, url, KeyValues::entries).orElse(List.of());
  }

  /** What Consul answers to a read. */
  public static List<KeyValue> entries(byte[] body) throws IOException {
    return AgentHttp.JSON.readValue(body, ENTRIES).stream().map(Entry::keyValue).toList();
  }

  private HttpUrl.Builder url(String name, @Nullable String dc) {
    return AppQuery.reading(
        http.url("kv", name), views.mayLag() ? ConsistencyMode.DEFAULT : mode, dc);
  }

  boolean delete(String name, boolean recurse, @Nullable String dc) {
    String what = "del('" + name + "')";
    Names.checked(what, name);
    // Not recurse(false): the client library sends that too, and Consul deletes the whole subtree.
    ImmutableDeleteOptions.Builder options = ImmutableDeleteOptions.builder();
    if (recurse) {
      options.recurse(true);
    }
    if (dc != null) {
      options.datacenter(dc);
    }
    return writing(
        name,
        recurse,
        () ->
            calls.write(
                what,
                () -> {
                  clients.keyValues().deleteKey(name, options.build());
                  return true;
                }));
  }

  boolean delete(String name, long cas) {
    String what = "del('" + name + "', cas)";
    Names.checked(what, name);
    if (cas <= 0) {
      throw Failures.invalid(what, "cas is " + cas + ", but no key has a modify index below 1");
    }
    HttpUrl url = http.url("kv", name).addQueryParameter("cas", Long.toString(cas)).build();
    return writing(
        name,
        false,
        () -> answer(what, http.write(what, new Request.Builder().url(url).delete().build())));
  }

  private boolean answer(String what, byte[] body) {
    return switch (new String(body, StandardCharsets.UTF_8).strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Failures.unreadable(what, http.agents(), true, null);
    };
  }
}
