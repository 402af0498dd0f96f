/** Prints a copy of one element alone, under a title: what is on screen around it does not belong on paper. */
export function printCopy(element: HTMLElement, title: string): void {
  const sheet = document.createElement('div');
  sheet.className = 'print-sheet';
  const heading = document.createElement('h1');
  heading.textContent = title;
  sheet.append(heading, element.cloneNode(true));
  document.body.append(sheet);
  addEventListener(
    'afterprint',
    () => {
      sheet.remove();
    },
    { once: true },
  );
  window.print();
}
