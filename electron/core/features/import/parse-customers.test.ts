import { describe, expect, it } from 'vitest';
import { parseCustomers } from './parse-customers.ts';
import { newProblemList, problemText } from './problems.ts';

const HEADER =
  'building_id,station_id,community,name,address,lon,lat,households,heated_area_m2,construction,sensitive,phone';
const ROW = 'B1,S1,和平小区,3号楼,"和平路1号, 3栋",126.6,45.7,60,4800.5,masonry,school,0451-0000';

function parse(...lines: string[]) {
  const problems = newProblemList();
  const buildings = parseCustomers(lines.join('\r\n'), new Set(['S1']), problems);
  const [errors, warnings] = [problems.errors.map(problemText), problems.warnings.map(problemText)];
  return { buildings, errors, warnings };
}

describe('parseCustomers', () => {
  it('reads quoted Chinese text, numbers and empty fields', () => {
    const { buildings, errors } = parse(HEADER, ROW, '', 'B2,S1,c,n,a,126,45,0,0,light,,');
    expect(errors).toEqual([]);
    expect(buildings).toEqual([
      {
        id: 'B1',
        stationId: 'S1',
        community: '和平小区',
        name: '3号楼',
        address: '和平路1号, 3栋',
        at: [126.6, 45.7],
        households: 60,
        heatedAreaM2: 4800.5,
        construction: 'masonry',
        sensitive: 'school',
        phone: '0451-0000',
      },
      expect.objectContaining({ id: 'B2', construction: 'light', sensitive: undefined, phone: undefined }),
    ]);
  });

  it('takes columns in any order, and without the optional ones', () => {
    const { buildings } = parse(
      'LON,lat,building_id,station_id,community,name,address,households,heated_area_m2,construction,remark',
      '126.6,45.7,B1,S1,c,n,a,1,2,light,x',
    );
    expect(buildings).toMatchObject([{ id: 'B1', at: [126.6, 45.7] }]);
  });

  it('names line and column of everything that is wrong', () => {
    const { buildings, errors } = parse(
      HEADER,
      ROW,
      'B1,S1,c,n,a,126,45,1,1,light,,',
      'B3,S9,c,n,a,45.7,126.6,1,1,light,,',
      'B4,S1,c,n,a,126,45,NaN,-1,wood,prison,',
      'B5,S1,,"two\nlines",a,126,45,1.5,1,light,,',
      ',S1,c,n,a,126,45,1,1,light,,',
    );
    expect(buildings).toBeUndefined();
    expect(errors).toEqual([
      'IMP0017 line 4 "B3", lon, lat (longitude and latitude swapped?): [45.7,126.6]',
      'IMP0013 line 5 "B4", households: "NaN"',
      'IMP0013 line 5 "B4", heated_area_m2: "-1"',
      'IMP0014 line 5 "B4", construction (masonry, light): "wood"',
      'IMP0014 line 5 "B4", sensitive (hospital, school, careHome): "prison"',
      'IMP0012 line 7 "B5", community',
      'IMP0018 line 7 "B5", name: "two\\nlines"',
      'IMP0013 line 7 "B5", households: 1.5',
      'IMP0010 line 8, id: ""',
    ]);
  });

  it('leaves out rows that cannot be used: an id used before, a station the network does not have', () => {
    const { buildings, errors, warnings } = parse(
      HEADER,
      ROW,
      'B1,S1,c,second,a,126,45,1,1,light,,',
      'B2,S9,c,n,a,126,45,1,1,light,,',
    );
    expect(errors).toEqual([]);
    expect(buildings?.map((one) => one.name)).toEqual(['3号楼']);
    expect(warnings).toEqual(['IMP0111 line 3 "B1", building_id: "B1"', 'IMP0115 line 4 "B2", station_id: "S9"']);
    expect(parse(HEADER, 'B2,S9,c,n,a,126,45,1,1,light,,').errors).toEqual(['IMP0015 file, station_id']);
  });

  it.each([
    [['building_id,lon', 'B1,126'], 'IMP0030 line 1, columns'],
    [[HEADER], 'IMP0030 file, rows: 0'],
    [[''], 'IMP0030'],
    [[HEADER, `${ROW},extra`], 'IMP0031 line 2'],
    [[HEADER, 'B1,"open'], 'IMP0031 line 2'],
  ])('refuses what is not such a table %#', (lines, message) => {
    const { buildings, errors } = parse(...lines);
    expect(buildings).toBeUndefined();
    expect(errors[0]).toContain(message);
  });
});
