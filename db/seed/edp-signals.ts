/**
 * A signal of the EDP wind farm data set (10-minute averages of 2 MW turbines) and the tag of a turbine that it becomes.
 * `npm run replay` publishes column `column` as `<turbine>.<suffix>`; the demo's turbines have all of these tags.
 */
export interface EdpSignal {
  /** Column of the Parquet files. */
  readonly column: string;
  /** Name of the tag after the turbine's code and a dot. */
  readonly suffix: string;
  /** Canonical name of the quantity. */
  readonly metric: string;
  readonly unit: string;
  /** What the sensor can deliver; a reading outside is stored as BAD. Wide enough for every value of the data set. */
  readonly minValid: number;
  readonly maxValid: number;
}

/** The 48 measured signals of the data set; its derived column `theoretical_performance_ratio` is no sensor and left out. */
// prettier-ignore
export const edpSignals: readonly EdpSignal[] = [
  // grid
  signal('Grd_Prod_Pwr_Avg',           'ActivePower',                    'active_power_kw',            'kW',     -100,   2400),
  signal('Grd_Prod_ReactPwr_Avg',      'ReactivePower',                  'reactive_power_kvar',        'kvar',   -2000,  2000),
  signal('Grd_Prod_CosPhi_Avg',        'PowerFactor',                    'power_factor',               '1',      -1,     1),
  signal('Grd_Prod_Freq_Avg',          'Frequency',                      'frequency_hz',               'Hz',     40,     60),
  signal('Grd_Prod_VoltPhse1_Avg',     'VoltagePhase1',                  'ac_voltage_v',               'V',      0,      500),
  signal('Grd_Prod_VoltPhse2_Avg',     'VoltagePhase2',                  'ac_voltage_v',               'V',      0,      500),
  signal('Grd_Prod_VoltPhse3_Avg',     'VoltagePhase3',                  'ac_voltage_v',               'V',      0,      500),
  signal('Grd_Prod_CurPhse1_Avg',      'CurrentPhase1',                  'ac_current_a',               'A',      0,      2500),
  signal('Grd_Prod_CurPhse2_Avg',      'CurrentPhase2',                  'ac_current_a',               'A',      0,      2500),
  signal('Grd_Prod_CurPhse3_Avg',      'CurrentPhase3',                  'ac_current_a',               'A',      0,      2500),
  signal('Grd_Prod_PsblePwr_Avg',      'PossiblePower',                  'possible_power_kw',          'kW',     0,      2400),
  signal('Grd_Prod_PsbleInd_Avg',      'PossibleInductivePower',         'possible_inductive_kvar',    'kvar',   -2000,  0),
  signal('Grd_Prod_PsbleCap_Avg',      'PossibleCapacitivePower',        'possible_capacitive_kvar',   'kvar',   0,      2000),
  signal('Grd_Busbar_Temp_Avg',        'BusbarTemperature',              'temperature_c',              '°C',     -40,    150),
  signal('Grd_InverterPhase1_Temp_Avg', 'GridInverterTemperature',       'temperature_c',              '°C',     -40,    150),
  signal('Grd_RtrInvPhase1_Temp_Avg',  'RotorInverterPhase1Temperature', 'temperature_c',              '°C',     -40,    150),
  signal('Grd_RtrInvPhase2_Temp_Avg',  'RotorInverterPhase2Temperature', 'temperature_c',              '°C',     -40,    150),
  signal('Grd_RtrInvPhase3_Temp_Avg',  'RotorInverterPhase3Temperature', 'temperature_c',              '°C',     -40,    150),
  // production of the last ten minutes
  signal('Prod_LatestAvg_TotActPwr',   'ActiveEnergyTenMinutes',         'energy_10min',               'kWh/6',  -100,   2400),
  signal('Prod_LatestAvg_TotReactPwr', 'ReactiveEnergyTenMinutes',       'reactive_energy_10min',      'varh',   -400000, 400000),
  // wind and surroundings
  signal('Amb_WindSpeed_Avg',          'WindSpeed',                      'wind_speed_ms',              'm/s',    0,      60),
  signal('Amb_WindSpeed_Est_Avg',      'WindSpeedEstimated',             'wind_speed_ms',              'm/s',    0,      60),
  signal('Amb_WindDir_Abs_Avg',        'WindDirection',                  'wind_dir_deg',               '°',      0,      360),
  signal('Amb_WindDir_Relative_Avg',   'WindDirectionRelative',          'wind_dir_relative_deg',      '°',      -180,   180),
  signal('Amb_Temp_Avg',               'AmbientTemperature',             'ambient_c',                  '°C',     -40,    60),
  // rotor, hub and nacelle
  signal('Rtr_RPM_Avg',                'RotorSpeed',                     'rotor_rpm',                  'rpm',    0,      25),
  signal('Blds_PitchAngle_Avg',        'PitchAngle',                     'pitch_deg',                  '°',      -10,    100),
  signal('Nac_Direction_Avg',          'NacelleDirection',               'nacelle_deg',                '°',      0,      360),
  signal('Nac_Temp_Avg',               'NacelleTemperature',             'temperature_c',              '°C',     -40,    100),
  signal('Spin_Temp_Avg',              'SpinnerTemperature',             'temperature_c',              '°C',     -40,    100),
  signal('Hyd_Oil_Temp_Avg',           'HydraulicOilTemperature',        'hydraulic_oil_c',            '°C',     -40,    120),
  // gearbox
  signal('Gear_Oil_Temp_Avg',          'GearboxOilTemperature',          'gearbox_oil_c',              '°C',     -40,    150),
  signal('Gear_Bear_Temp_Avg',         'GearboxBearingTemperature',      'bearing_c',                  '°C',     -40,    150),
  // generator
  signal('Gen_RPM_Avg',                'GeneratorSpeed',                 'generator_rpm',              'rpm',    0,      2500),
  signal('Gen_Bear_Temp_Avg',          'GeneratorBearingTemperature',    'bearing_c',                  '°C',     -40,    220),
  signal('Gen_Bear2_Temp_Avg',         'GeneratorBearing2Temperature',   'bearing_c',                  '°C',     -40,    220),
  signal('Gen_Phase1_Temp_Avg',        'GeneratorPhase1Temperature',     'winding_c',                  '°C',     -40,    220),
  signal('Gen_Phase2_Temp_Avg',        'GeneratorPhase2Temperature',     'winding_c',                  '°C',     -40,    220),
  signal('Gen_Phase3_Temp_Avg',        'GeneratorPhase3Temperature',     'winding_c',                  '°C',     -40,    220),
  signal('Gen_SlipRing_Temp_Avg',      'SlipRingTemperature',            'temperature_c',              '°C',     -40,    150),
  // transformer
  signal('HVTrafo_Phase1_Temp_Avg',    'TransformerPhase1Temperature',   'winding_c',                  '°C',     -40,    220),
  signal('HVTrafo_Phase2_Temp_Avg',    'TransformerPhase2Temperature',   'winding_c',                  '°C',     -40,    220),
  signal('HVTrafo_Phase3_Temp_Avg',    'TransformerPhase3Temperature',   'winding_c',                  '°C',     -40,    220),
  // controllers and converter cabinet
  signal('Cont_Top_Temp_Avg',          'TopControllerTemperature',       'temperature_c',              '°C',     -40,    120),
  signal('Cont_Hub_Temp_Avg',          'HubControllerTemperature',       'temperature_c',              '°C',     -40,    120),
  signal('Cont_VCP_Temp_Avg',          'ConverterTemperature',           'temperature_c',              '°C',     -40,    120),
  signal('Cont_VCP_ChokcoilTemp_Avg',  'ConverterChokeTemperature',      'temperature_c',              '°C',     -40,    220),
  signal('Cont_VCP_WtrTemp_Avg',       'ConverterWaterTemperature',      'temperature_c',              '°C',     -40,    120),
];

/** The data set holds one row every ten minutes. */
export const edpIntervalSeconds = 600;

function signal(column: string, suffix: string, metric: string, unit: string, minValid: number, maxValid: number): EdpSignal {
  return { column, suffix, metric, unit, minValid, maxValid };
}
