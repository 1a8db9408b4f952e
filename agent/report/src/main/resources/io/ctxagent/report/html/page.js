
(function () {
  'use strict';
  var search = document.getElementById('search');
  var flagged = document.getElementById('flagged');
  var shown = document.getElementById('shown');
  // Of each row its own words, without those of the rows within it.
  var rows = Array.prototype.map.call(document.querySelectorAll('.row, .card, [data-row]'), function (element) {
    var words = '';
    var details = element.querySelector(':scope > details');
    Array.prototype.forEach.call((details || element).children, function (part) {
      if (!details || part.tagName !== 'UL') {
        words += ' ' + part.textContent;
      }
    });
    return {
      element: element,
      text: (words || element.textContent).toLowerCase(),
      above: element.parentElement.closest('.row'),
      flagged: element.matches('.flagged, .card')
    };
  });

  function filter() {
    var words = search.value.toLowerCase().split(/\s+/);
    var all = !search.value.trim() && !flagged.checked;
    var keep = new Set();
    var fits = 0;
    rows.forEach(function (row) {
      var fit = (!flagged.checked || row.flagged) && words.every(function (word) { return row.text.indexOf(word) >= 0; });
      if (!fit) {
        return;
      }
      fits++;
      keep.add(row.element);
      // The way to it stays, and is opened.
      for (var step = row.above; step && !all; step = step.parentElement.closest('.row')) {
        keep.add(step);
        step.firstElementChild.open = true;
      }
    });
    rows.forEach(function (row) { row.element.hidden = !keep.has(row.element); });
    shown.textContent = all ? '' : fits + ' of ' + rows.length + ' fit';
  }

  function each(open) {
    document.querySelectorAll('.row > details').forEach(function (details) {
      details.open = open && Boolean(details.querySelector(':scope > ul'));
    });
  }

  var waiting;
  search.addEventListener('input', function () {
    clearTimeout(waiting);
    waiting = setTimeout(filter, rows.length > 500 ? 200 : 0);
  });
  flagged.addEventListener('change', filter);
  document.getElementById('open').addEventListener('click', function () { each(true); });
  document.getElementById('close').addEventListener('click', function () { each(false); });
  document.getElementById('controls').addEventListener('submit', function (event) { event.preventDefault(); });
  document.addEventListener('keydown', function (event) {
    if (event.key === '/' && event.target !== search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === 'Escape' && event.target === search) {
      search.value = '';
      filter();
    }
  });
  // A link to a context opens it, and the way to it.
  document.addEventListener('click', function (event) {
    var link = event.target.closest('a');
    var row = link && document.getElementById(link.hash.slice(1));
    for (var step = row; step; step = step.parentElement.closest('.row')) {
      step.hidden = false;
      step.firstElementChild.open = true;
    }
  });
  document.getElementById('controls').hidden = false;
})();
