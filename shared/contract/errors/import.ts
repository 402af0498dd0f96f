import type { ErrorCatalogue } from './catalogue-type.ts';

/** What can be wrong with a network or customers file. IMP00xx refuse the file, IMP01xx are warnings of an import that was done (some items left out). */
export const importErrors = {
  IMP0001: { sentence: 'The file cannot be read.', next: 'Check the path and that you may read the file.' },
  IMP0002: {
    sentence: 'The file is larger than an import may be.',
    next: 'Split the file, or leave out the base map.',
  },
  IMP0003: {
    sentence: 'The file is not UTF-8 text.',
    next: 'Save it again as UTF-8 (in a spreadsheet: "CSV UTF-8"), then import it again.',
  },
  IMP0004: {
    sentence: 'The file is not a GeoJSON FeatureCollection.',
    next: 'Check the place named in the message against docs/network-format.md.',
  },
  IMP0005: { sentence: 'The kind of file is not known.', next: 'Give a .geojson, .json or .inp file as the network.' },
  IMP0006: {
    sentence: 'The file has no network in it.',
    next: 'Check that it has junctions and pipes with the kinds of docs/network-format.md.',
  },
  IMP0007: {
    sentence: 'The file has more items than an import may have.',
    next: 'Split the file, or leave out the base map.',
  },
  IMP0010: { sentence: 'The item has no usable id.', next: 'Give every item a text id of 1 to 100 characters.' },
  IMP0012: { sentence: 'A required field is missing.', next: 'Fill in the named field.' },
  IMP0013: {
    sentence: 'The value is not a number in its range.',
    next: 'Give a plain decimal number in the unit of docs/network-format.md.',
  },
  IMP0014: { sentence: 'The value is not one of those allowed.', next: 'Use one of the words named in the message.' },
  IMP0015: {
    sentence: 'No building of this file belongs to a station of the imported network.',
    next: 'Import the network of these customers first, or correct the column station_id.',
  },
  IMP0016: {
    sentence: 'The geometry is not of the kind this item needs.',
    next: 'Give Point, LineString or Polygon as docs/network-format.md says.',
  },
  IMP0017: {
    sentence: 'The coordinates are not longitude and latitude in WGS84.',
    next: 'Write longitude first, then latitude, in degrees; an EPANET file with planar coordinates needs --crs or --origin.',
  },
  IMP0018: { sentence: 'The value is not text.', next: 'Write the value in quotation marks.' },
  IMP0020: {
    sentence: 'The file has planar coordinates and nothing says where they are.',
    next: 'Import again with --crs EPSG:code (or a PROJ string), or with --origin lon,lat.',
  },
  IMP0021: {
    sentence: 'The coordinate reference system is not known.',
    next: 'Give an EPSG code of docs/network-format.md, or the PROJ string of the system.',
  },
  IMP0022: { sentence: 'The line is not as EPANET writes it.', next: 'Open the file in EPANET and save it again.' },
  IMP0023: { sentence: 'The node has no coordinates.', next: 'Place the node on the map in EPANET and save again.' },
  IMP0024: {
    sentence: 'The place given by --origin does not fit.',
    next: 'Give --origin as lon,lat or lon,lat@x,y, with x,y the point of the drawing that lies there.',
  },
  IMP0030: {
    sentence: 'The customers file lacks columns.',
    next: 'Give it the header line of docs/network-format.md, in any order.',
  },
  IMP0031: { sentence: 'The line is not CSV.', next: 'Check quotation marks and the number of columns in this line.' },
  IMP0032: {
    sentence: 'There is no network yet that the customers could belong to.',
    next: 'Import the network first, then the customers.',
  },
  IMP0040: {
    sentence: 'The roster of people on duty is not usable.',
    next: 'Correct the named place of the roster file; docs/cli.md shows the form.',
  },
  IMP0101: { sentence: 'The pipe has no length.', next: 'Nothing to do if it is a fitting; else correct its length.' },
  IMP0102: {
    sentence: 'Parts of the network are connected to no heat source.',
    next: 'Check the named junctions for a missing pipe or valve.',
  },
  IMP0103: {
    sentence: 'The item joins supply and return.',
    next: 'Check the side of the item and of its ends.',
  },
  IMP0104: { sentence: 'The junction has no pipe or valve.', next: 'Remove it, or connect it.' },
  IMP0105: {
    sentence: 'The kind is not known; the item was left out.',
    next: 'Use a kind of docs/network-format.md, or ignore this.',
  },
  IMP0106: {
    sentence: 'The drawn ends of the pipe are far from its junctions.',
    next: 'Check that from and to name the right junctions.',
  },
  IMP0107: { sentence: 'The pipe begins and ends at the same junction.', next: 'Check from and to.' },
  IMP0108: {
    sentence: 'EPANET keeps no heat stations, so the file has none.',
    next: 'Import a GeoJSON network to have stations.',
  },
  IMP0109: {
    sentence: 'EPANET keeps no return side here; source and return are the same junction.',
    next: 'Tag return nodes and links with "return" in [TAGS], or import GeoJSON.',
  },
  IMP0110: {
    sentence: 'The pump was imported as an open connection.',
    next: 'Nothing to do; the console shows it as a valve.',
  },
  IMP0111: {
    sentence: 'The id is used twice: the first item with it counts, this one was left out.',
    next: 'Give every item of this kind an id of its own, then import again.',
  },
  IMP0112: {
    sentence: 'An end of the item is no junction of this file; the item was left out.',
    next: 'Add the missing junction or correct the id: nothing is traced through what was left out.',
  },
  IMP0113: {
    sentence: 'The network has no heat source: who is cut off cannot be told, and nothing can be simulated.',
    next: 'Add a source. The valves around a leak are found all the same.',
  },
  IMP0114: { sentence: 'The valve is on no pipe: it closes nothing.', next: 'Check from and to of the valve.' },
  IMP0115: {
    sentence: 'The station of the building is not in the network; the building was left out.',
    next: 'Correct station_id, or import the network that has this station: nobody is told to be cold there otherwise.',
  },
} as const satisfies ErrorCatalogue;
