package io.emperor.devagent.state;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.Uuids;
import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.model.KvEntry;
import java.math.BigInteger;

/** What can be done to a key. Each says whether it was done. Under the store's lock. */
public final class KvWrites {

  private final State state;
  private final KvTable keys;

  public KvWrites(State state) {
    this.state = state;
    this.keys = state.keys();
  }

  public boolean set(long index, KvEntry wanted) {
    keys.set(index, wanted, false);
    return true;
  }

  public boolean setIfAt(long index, KvEntry wanted, BigInteger expected) {
    KvEntry old = keys.get(wanted.key());
    if (!expected.equals(BigInteger.valueOf(old == null ? 0 : old.modifyIndex()))) {
      return false;
    }
    return set(index, wanted);
  }

  /**
   * Takes a key's lock and sets it.
   *
   * @throws HttpError if there is no such session
   */
  public boolean lock(long index, KvEntry wanted) {
    String session = wanted.session();
    requireSession(session);
    KvEntry old = keys.get(wanted.key());
    if (old != null && !old.session().isEmpty() && !old.session().equals(session)) {
      return false;
    }
    long before = old == null ? 0 : old.lockIndex();
    boolean held = old != null && old.session().equals(session);
    keys.set(index, wanted.at(0, index, held ? before : before + 1, session), true);
    return true;
  }

  private void requireSession(String id) {
    if (id.isEmpty()) {
      throw HttpError.refused("missing session");
    }
    Uuids.requireSession(id);
    if (state.sessions().get(id) == null) {
      throw HttpError.refused("invalid session " + GoText.quote(id));
    }
  }

  /** Sets a key and gives its lock back. */
  public boolean unlock(long index, KvEntry wanted) {
    if (wanted.session().isEmpty()) {
      throw HttpError.refused("missing session");
    }
    KvEntry old = keys.get(wanted.key());
    if (old == null || !old.session().equals(wanted.session())) {
      return false;
    }
    keys.set(index, wanted.at(0, index, old.lockIndex(), ""), true);
    return true;
  }

  public boolean delete(long index, String key) {
    keys.delete(index, key);
    return true;
  }

  public boolean deleteIfAt(long index, String key, BigInteger expected) {
    KvEntry old = keys.get(key);
    if (old != null && !expected.equals(BigInteger.valueOf(old.modifyIndex()))) {
      return false;
    }
    return delete(index, key);
  }

  public boolean deleteBelow(long index, String prefix) {
    keys.deleteBelow(index, prefix);
    return true;
  }
}
