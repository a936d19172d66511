package io.emperor.devagent.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.Fields;
import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.model.KvEntry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Operations of which all are done or none. Under the store's lock. */
public final class Transaction {

  private static final long MOST_READ = 8 << 20;

  private final State state;
  private final ConsulProfile profile;
  private final KvTable keys;
  private final KvWrites writes;
  private final List<ObjectNode> results = new ArrayList<>();
  private final List<ObjectNode> errors = new ArrayList<>();
  private long read;

  public Transaction(State state, ConsulProfile profile) {
    this.state = state;
    this.profile = profile;
    keys = state.keys();
    writes = new KvWrites(state);
  }

  public List<ObjectNode> results() {
    return results;
  }

  public List<ObjectNode> errors() {
    return errors;
  }

  public Transaction run(List<Fields> operations, boolean writing) {
    each(operations, this::check);
    if (!errors.isEmpty()) {
      return this;
    }
    long index = writing ? state.next() : 0;
    keys.begin();
    each(operations, operation -> run(operation, index));
    if (errors.isEmpty()) {
      keys.commit();
    } else {
      keys.rollBack();
    }
    return this;
  }

  private interface Step {
    void accept(Fields operation);
  }

  private void each(List<Fields> operations, Step step) {
    for (int i = 0; i < operations.size(); i++) {
      try {
        step.accept(operations.get(i));
      } catch (HttpError e) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        errors.add(error.put("OpIndex", i).put("What", e.text()));
      }
    }
  }

  /** What is looked at before anything is done. */
  private void check(Fields operation) {
    String key = operation.text("Key");
    String verb = operation.text("Verb");
    if (key.isEmpty() && !verb.equals("delete-tree")) {
      throw HttpError.refused("Must provide key");
    }
    if (verb.equals("lock") && state.lockDelays().isDelayed(key)) {
      throw HttpError.refused("failed to lock key " + GoText.quote(key) + " due to lock delay");
    }
  }

  private void run(Fields operation, long index) {
    String key = operation.text("Key");
    BigInteger expected = operation.unsigned("Index");
    KvEntry wanted =
        KvEntry.wanted(
            key, operation.bytes("Value"), operation.unsigned("Flags"), operation.text("Session"));
    switch (operation.text("Verb")) {
      case "set" -> done(writes.set(index, wanted), key, "");
      case "cas" ->
          done(
              writes.setIfAt(index, wanted, expected), key, "failed to set key %s, index is stale");
      case "lock" ->
          done(writes.lock(index, wanted), key, "failed to lock key %s, lock is already held");
      case "unlock" ->
          done(
              writes.unlock(index, wanted),
              key,
              "failed to unlock key %s, lock isn't held, or is held by another session");
      case "delete" -> keys.delete(index, key);
      case "delete-tree" -> keys.deleteBelow(index, key);
      case "delete-cas" ->
          require(
              writes.deleteIfAt(index, key, expected),
              key,
              "failed to delete key %s, index is stale");
      case "get-tree" -> addBelow(key);
      case "get" -> add(existing(key, "key %s doesn't exist"), true);
      case "check-not-exists" -> require(keys.get(key) == null, key, "key %s exists");
      case "check-index" -> checkIndex(key, expected);
      case "check-session" -> checkSession(key, wanted.session());
      case "get-or-empty" -> {
        if (!profile.isModern()) {
          throw unknownVerb(operation);
        }
        KvEntry entry = keys.get(key);
        add(entry == null ? wanted.empty(expected.longValue()) : entry, true);
      }
      default -> throw unknownVerb(operation);
    }
  }

  private static HttpError unknownVerb(Fields operation) {
    return HttpError.refused("unknown KV verb " + GoText.quote(operation.text("Verb")));
  }

  private void checkIndex(String key, BigInteger expected) {
    KvEntry entry = existing(key, "failed to check index, key %s doesn't exist");
    if (!expected.equals(BigInteger.valueOf(entry.modifyIndex()))) {
      throw HttpError.refused(
          String.format(
              Locale.ROOT,
              "failed index check for key %s, current modify index %d != %d",
              GoText.quote(key),
              entry.modifyIndex(),
              expected));
    }
    add(entry, false);
  }

  private void checkSession(String key, String session) {
    KvEntry entry = existing(key, "failed to check session, key %s doesn't exist");
    if (!entry.session().equals(session)) {
      throw HttpError.refused(
          "failed session check for key %s, current session %s != %s"
              .formatted(GoText.quote(key), GoText.quote(entry.session()), GoText.quote(session)));
    }
    add(entry, false);
  }

  private KvEntry existing(String key, String complaint) {
    KvEntry entry = keys.get(key);
    if (entry == null) {
      throw HttpError.refused(complaint.formatted(GoText.quote(key)));
    }
    return entry;
  }

  private void done(boolean done, String key, String complaint) {
    require(done, key, complaint);
    KvEntry entry = keys.get(key);
    if (entry != null) {
      add(entry, false);
    }
  }

  private static void require(boolean holds, String key, String complaint) {
    if (!holds) {
      throw HttpError.refused(complaint.formatted(GoText.quote(key)));
    }
  }

  /** A transaction could ask for everything many times, and all that has to be there at once. */
  private void addBelow(String prefix) {
    for (KvEntry entry : keys.below(prefix)) {
      read += entry.weight();
      if (read > MOST_READ) {
        throw HttpError.refused(
            String.format(
                Locale.ROOT,
                "the dev agent reads %d MB in a transaction at most",
                MOST_READ >> 20));
      }
      add(entry, true);
    }
  }

  private void add(KvEntry entry, boolean withValue) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.set("KV", entry.json(withValue));
    results.add(result);
  }
}
