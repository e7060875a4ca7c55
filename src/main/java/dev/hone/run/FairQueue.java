package dev.hone.run;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who waits: each owner in turn, and of one owner who came first. So nobody waits for all that
 * another owner has queued. Not thread-safe.
 */
final class FairQueue<T> {

  /** Those who wait, by owner; the owner whose turn is next is the first. None is empty. */
  private final Map<String, Set<T>> owners = new LinkedHashMap<>();

  private int size;

  void add(String owner, T waiting) {
    if (owners.computeIfAbsent(owner, first -> new LinkedHashSet<>()).add(waiting)) {
      size++;
    }
  }

  /** Nothing happens if it doesn't wait. */
  void remove(String owner, T waiting) {
    Set<T> own = owners.get(owner);
    if (own != null && own.remove(waiting)) {
      size--;
      if (own.isEmpty()) {
        owners.remove(owner);
      }
    }
  }

  /** {@code null} if nobody waits. */
  T poll() {
    Iterator<Map.Entry<String, Set<T>>> turns = owners.entrySet().iterator();
    if (!turns.hasNext()) {
      return null;
    }
    Map.Entry<String, Set<T>> turn = turns.next();
    turns.remove();
    Set<T> own = turn.getValue();
    T first = own.iterator().next();
    own.remove(first);
    size--;
    if (!own.isEmpty()) {
      owners.put(turn.getKey(), own); // behind all others
    }
    return first;
  }

  int size() {
    return size;
  }
}
