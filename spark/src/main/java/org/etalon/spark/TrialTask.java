package org.etalon.spark;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.etalon.engine.Version;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.exchange.TrialText;
import org.etalon.lab.store.Owner;
import org.etalon.torch.MissingNativesException;

/**
 * What an executor does with an {@link Order}: it trains and returns an {@link Answer}, both as
 * text. What would fail again wherever it is tried is an answer; an exception makes Spark try
 * again.
 *
 * <p>The fields and the number below stay as they are over versions, so that another version of
 * this class is able to tell the driver that it is one.
 */
final class TrialTask implements Function<String, String> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Bench> bench;
  private final HashMap<String, Broadcast<ModelFile>> files;

  /**
   * A task.
   *
   * @param files the model files that its trial needs, by reference
   */
  TrialTask(Broadcast<Bench> bench, Map<String, Broadcast<ModelFile>> files) {
    this.bench = bench;
    this.files = new HashMap<>(files);
  }

  @Override
  public String call(String text) throws InterruptedException {
    return answer(Order.parse(text)).text();
  }

  private Answer answer(Order order) throws InterruptedException {
    String host = Owner.hostName();
    String version = Version.current();
    if (!version.equals(order.version())) {
      return new Answer.Refused(
          "executor on " + host,
          "has Etalon " + version + ", and the driver has " + order.version(),
          "take the older etalon jar out of the cluster's folders: the driver ships its own");
    }
    try {
      return new Answer.Done(bench.value().run(TrialText.trial(order.trial()), files));
    } catch (InputException refused) {
      return new Answer.Refused(
          refused.where() + " (on " + host + ")", refused.problem(), refused.wayOut());
    } catch (UnknownIdentifierException unknown) {
      return new Answer.Refused("executor on " + host, String.valueOf(unknown.getMessage()), "");
    } catch (MissingNativesException missing) {
      return new Answer.Refused(
          "executor on " + host,
          "libtorch has no native libraries for " + missing.platform() + " there",
          "ship them: the jars of "
              + String.join(", ", missing.artifacts())
              + " in the folder ETALON_NATIVES, or with spark-submit --jars");
    }
  }
}
