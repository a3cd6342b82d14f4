/** The widget's looks, by part; later parts win. */
import base from "./base.css?inline";
import cards from "./cards.css?inline";
import foot from "./foot.css?inline";
import frame from "./frame.css?inline";
import log from "./log.css?inline";
import narrow from "./narrow.css?inline";

export const css = [base, frame, log, cards, foot, narrow].join("\n");
