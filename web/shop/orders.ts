/** Example orders, dated from the day the page is looked at, so that they are always recent. */
export interface Order {
  number: string;
  state: "unshipped" | "shipped" | "signed" | "refunding";
  /** Days since it was placed, and since its last news. */
  placed: number;
  news: number;
  goods: { id: string; price: number; count: number }[];
}

export const orders: Order[] = [
  { number: "QH7201480217", state: "shipped", placed: 7, news: 5, goods: [{ id: "tea", price: 268, count: 1 }, { id: "rice", price: 79, count: 1 }] },
  { number: "QH7201420846", state: "signed", placed: 10, news: 2, goods: [{ id: "cooker", price: 399, count: 1 }] },
  { number: "QH7201510035", state: "unshipped", placed: 1, news: 1, goods: [{ id: "scarf", price: 189, count: 2 }] },
  { number: "QH7201391174", state: "refunding", placed: 15, news: 3, goods: [{ id: "earbuds", price: 459, count: 1 }] },
];

export const shelf: { id: string; price: number }[] = [
  { id: "tea", price: 268 },
  { id: "rice", price: 79 },
  { id: "cooker", price: 399 },
  { id: "scarf", price: 189 },
  { id: "cream", price: 128 },
  { id: "earbuds", price: 459 },
];
