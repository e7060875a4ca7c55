package dev.hone.run.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Removes runs: one that is to be erased, and ended ones that retention doesn't keep. */
final class Erasing {

  private static final int AT_ONCE = 100;

  private final Keys keys;
  private final Link link;
  private final Consumer<String> onErased;

  /**
   * @param onErased told each run that is gone
   */
  Erasing(Keys keys, Link link, Consumer<String> onErased) {
    this.keys = keys;
    this.link = link;
    this.onErased = onErased;
  }

  Future<Void> erase(String run) {
    return link.call(Request.cmd(Command.HMGET).arg(keys.hash(run)).arg("owner").arg("once"))
        .compose(
            known -> Script.ERASE.run(link, keysOf(run, known), List.of(run, keys.channel(run))))
        .<Void>mapEmpty()
        .onSuccess(done -> onErased.accept(run));
  }

  /**
   * Erases what ended before a time, and the first to end of more than so many.
   *
   * @return how many; there may be more
   */
  Future<Integer> sweep(long endedBefore, int kept) {
    Request old =
        Request.cmd(Command.ZRANGEBYSCORE)
            .arg(keys.ended())
            .arg("-inf")
            .arg("(" + endedBefore)
            .arg("LIMIT")
            .arg(0)
            .arg(AT_ONCE);
    // All but the newest so many, the oldest of them first.
    Request many = Request.cmd(Command.ZRANGE).arg(keys.ended()).arg(0).arg(-(kept + 1L));
    return link.call(old)
        .compose(
            tooOld ->
                tooOld.size() > 0 ? eraseAll(tooOld) : link.call(many).compose(this::eraseAll));
  }

  private Future<Integer> eraseAll(Response runs) {
    List<Future<Void>> erased = new ArrayList<>();
    for (Response run : runs) {
      if (erased.size() < AT_ONCE) {
        erased.add(erase(run.toString()));
      }
    }
    return Future.join(erased).map(erased.size());
  }

  private List<String> keysOf(String run, Response known) {
    List<String> names =
        new ArrayList<>(
            List.of(keys.hash(run), keys.log(run), keys.leases(), keys.fences(), keys.ended()));
    if (known.get(0) != null) {
      names.add(keys.owner(known.get(0).toString()));
    }
    if (known.get(1) != null) {
      names.add(known.get(1).toString());
    }
    return names;
  }
}
