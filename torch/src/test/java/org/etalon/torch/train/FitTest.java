package org.etalon.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.etalon.data.Dataset;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitTest {
  private static final String GPT = "gpt:depth=1,width=8,heads=2";

  @TempDir private Path folder;

  @Test
  void imagesAreFlattenedForAPlainNetwork() {
    assertThat(Runs.fit("mlp:in=64", "digits").data().exampleShape()).containsExactly(64);
  }

  @Test
  void numbersGetTheAxesOfAnImageAndLoseThem() {
    assertThat(Runs.fit("cnn:channels=1,image=8", "gaussian:features=64").data().exampleShape())
        .containsExactly(1, 8, 8);
    assertThat(Runs.fit("mlp:in=12", "gaussian:shape=3x2x2").data().exampleShape())
        .containsExactly(12);
  }

  @Test
  void greyImagesBecomeColour() {
    assertThat(Runs.fit("cnn:channels=3,image=8", "digits").data().exampleShape())
        .containsExactly(3, 8, 8);
  }

  @Test
  void imagesAreResizedOnlyWhenAsked() {
    var network = ModelReference.parse("resnet-18:image=32,classes=10").network();
    refused("resnet-18:image=32,classes=10", Runs.data("digits"))
        .hasMessageContaining("3×32×32")
        .hasMessageContaining("1×8×8")
        .hasMessageContaining("channels=1,image=8");
    assertThat(Fit.resizing(network, Runs.data("digits")).data().exampleShape())
        .containsExactly(3, 32, 32);
  }

  @Test
  void axesInAnotherOrderAreNotTakenForTheSame() {
    refused("cnn:channels=8,image=2,padding=zeros", Runs.data("gaussian:shape=2x4x4"))
        .hasMessageContaining("8×2×2")
        .hasMessageContaining("2×4×4");
  }

  @Test
  void whatDoesNotFitIsRefusedWithBothSizesAndTheKeyToSet() {
    refused("mlp:in=784", Runs.data("digits"))
        .hasMessageContaining("784")
        .hasMessageContaining("1×8×8")
        .hasMessageContaining("set in=64");
    refused("mlp:in=64,classes=9", Runs.data("digits"))
        .hasMessageContaining("9 classes")
        .hasMessageContaining("has 10")
        .hasMessageContaining("set classes=10");
  }

  @Test
  void moreClassesThanTheDataHaveAreAccepted() {
    assertThat(Runs.fit("mlp:in=64,classes=12", "digits").data().classes()).isEqualTo(10);
  }

  @Test
  void textIsCutToTheNetworksContext() throws IOException {
    Dataset text = text();
    assertThat(text.exampleShape()).containsExactly(64);
    var network = ModelReference.parse(GPT + ",context=16,vocab=30").network();
    assertThat(Fit.of(network, text).data().exampleShape()).containsExactly(16);
  }

  @Test
  void aNetworkNeedsATokenForEveryCharacter() throws IOException {
    refused(GPT + ",context=16,vocab=5", text())
        .hasMessageContaining("knows 5 tokens")
        .hasMessageContaining("set vocab=7");
  }

  @Test
  void textAndNumbersAreToldApart() throws IOException {
    refused(GPT, Runs.data("digits")).hasMessageContaining("takes identifiers");
    refused("mlp", text()).hasMessageContaining("is text");
  }

  /** Seven different characters. */
  private Dataset text() throws IOException {
    Path file = folder.resolve("letters.txt");
    Files.writeString(file, "abcdef\n".repeat(100));
    return Runs.data("text:path=" + file);
  }

  private static AbstractThrowableAssert<?, ?> refused(String model, Dataset data) {
    var network = ModelReference.parse(model).network();
    return assertThatThrownBy(() -> Fit.of(network, data)).isInstanceOf(InputException.class);
  }
}
