package corpus

import "strings"

// The roots of the vocabulary. vocabulary.go derives the rest of it. In each
// list the words that are used most come first.
var (
	nouns = strings.Fields(`patient service care record referral hospital practice treatment report measure system team question result change
	appointment ward clinic nurse doctor surgeon pharmacist therapist midwife carer adult child family household school pupil mother baby
	admission discharge attendance episode spell bed theatre operation diagnosis symptom condition disease illness injury infection
	screening vaccine dose test scan image sample laboratory specimen biopsy prescription medicine item script dispenser
	budget cost price contract supplier tender invoice payment fund grant saving tariff target standard threshold limit
	figure table chart rate count average median total share trend forecast estimate sample survey response respondent interview
	questionnaire method source definition field code value format file release version correction revision note footnote quality
	gap error check rule submission collection return deadline extract feed message queue network server device printer laptop
	phone screen browser app login account password certificate smartcard token key permission role user visitor reader editor
	developer designer analyst statistician researcher manager director volunteer colleague trainee employer post
	shift rota hour day week month quarter year decade winter summer season holiday night morning weekend
	region district county city town village street postcode boundary map route journey distance ambulance vehicle call handler crew
	emergency urgency queue delay wait backlog capacity demand supply shortage surge pressure peak outbreak wave pandemic
	diet weight height obesity smoking tobacco alcohol drinking drug exercise activity sleep stress anxiety depression wellbeing
	memory learning disability autism hearing sight speech tooth dentist optician podiatrist dietitian physiotherapist counsellor
	tumour chemotherapy radiotherapy survival remission mortality death birth pregnancy delivery labour ultrasound scan
	kidney liver heart lung brain stomach bone joint hip knee eye ear skin blood pressure sugar cholesterol stroke asthma
	diabetes epilepsy arthritis hepatitis influenza measles pneumonia sepsis allergy fracture wound ulcer fall frailty
	home resident nursing tenant landlord neighbour council board trust committee partner agency charity provider commissioner
	inspector regulator auditor minister parliament policy plan strategy programme project pilot trial study evidence guideline
	pathway protocol checklist template form letter leaflet poster video page article heading paragraph sentence word language
	translation accessibility barrier adjustment consent privacy confidentiality safeguard breach incident threat attack malware
	backup recovery patch update upgrade migration cloud platform database interface endpoint schema specification sandbox
	registry cohort linkage matching duplicate identifier number register index catalogue library archive folder document
	workforce headcount turnover absence sickness leave pension salary grade band training qualification skill course lesson
	ethnicity gender age religion language deprivation income employment benefit poverty housing transport education crime
	energy water waste carbon building estate roof boiler kitchen laundry corridor lift car park garden
	complaint compliment feedback suggestion decision appeal review inquiry investigation outcome lesson improvement success
	failure risk harm hazard safety accident near-miss alert warning notice bulletin briefing announcement meeting agenda minute
	action owner timetable milestone benefit risk issue dependency assumption constraint scope stage gate approval
	enquiry helpdesk ticket fault outage maintenance window monitor log metric threshold alarm engineer
	proxy cache router switch cable antenna sensor wearable thermometer monitor pump inhaler needle syringe glove mask gown
	bandage crutch wheelchair hoist mattress pillow blanket tray meal drink snack nutrition feeding tube catheter
	ledger warehouse depot parcel courier porter cleaner cook plumber electrician chaplain interpreter librarian secretary clerk
	bursar coroner registrar solicitor advocate guardian donor tutor scholar fellow dean lecturer inventor sponsor trustee patron
	member delegate speaker host guest panel jury quorum motion vote ballot mandate charter treaty statute clause annex appendix
	glossary chapter volume edition journal magazine brochure booklet diary calendar envelope parchment stamp signature seal badge
	uniform apron boot helmet goggles visor harness ladder drill hammer spanner wrench battery charger socket bulb lantern candle
	kettle oven fridge freezer sink tap drain pipe valve gauge meter scale ruler compass microscope slide beaker flask pipette
	centrifuge incubator autoclave ventilator defibrillator electrode stethoscope otoscope scalpel forceps suture stent implant
	prosthesis splint plaster cast brace insole lens frame aid amplifier keyboard mouse printer scanner camera microphone speaker
	tablet router modem satellite beacon antenna turbine generator transformer panel rail bridge tunnel harbour airport station
	terminal platform ticket timetable fare bus tram ferry bicycle pavement crossing kerb lamp bench fountain orchard meadow
	pond river canal coast cliff island valley hill forest hedge soil seed crop harvest barn tractor cattle poultry fishery
	bakery butcher grocer market stall kiosk canteen restaurant menu recipe ingredient flour butter cheese yoghurt fruit
	vegetable bean lentil grain cereal bread soup stew salad sauce sweet biscuit chocolate coffee juice
	vitamin mineral iron calcium protein fibre fat salt calorie portion allergen label wrapper carton bottle jar lid
	muscle nerve spine rib pelvis ankle wrist elbow shoulder neck jaw throat tongue nose cheek forehead scalp nail toe
	finger thumb palm heel vein artery valve gland hormone enzyme antibody antigen platelet plasma marrow tissue cell gene
	chromosome mutation virus bacterium fungus parasite toxin venom spore vector reservoir carrier host contact cluster
	fever cough rash itch cramp spasm nausea dizziness fatigue swelling bruise burn scald blister scar lesion cyst polyp
	migraine vertigo insomnia anaemia gout scurvy rickets tetanus rabies cholera typhoid malaria mumps rubella scabies eczema
	psoriasis acne shingles glaucoma cataract tinnitus hernia colic jaundice cirrhosis gallstone appendicitis bronchitis
	variance interval confidence significance proportion percentile quartile ratio denominator numerator indicator benchmark
	funnel outlier cluster neighbourhood catchment population resident migrant refugee traveller prisoner veteran student`)

	verbs = strings.Fields(`record report publish measure count collect share submit check review update change improve support offer provide
	treat refer admit discharge visit test screen vaccinate prescribe dispense diagnose monitor assess plan start finish open close
	compare estimate explain show list name group split join link match search find filter sort export import copy move store
	protect encrypt restore patch replace remove repair install configure connect register sign verify confirm approve reject
	answer ask call contact notify warn remind invite book cancel arrange attend train teach learn practise lead manage own
	fund buy sell pay save reduce increase lower raise double halve limit extend shorten delay speed simplify clarify correct
	revise withdraw archive keep delete translate print send receive accept refuse return complete design build develop deploy
	pilot trial launch introduce adopt follow require need want expect help serve care feed wash dress lift carry walk
	accelerate adapt adjust allocate analyse annotate apologise assemble assign attach automate balance borrow budget calculate
	calibrate certify challenge circulate clean collate combine commission communicate complain compile comply compress concentrate
	conclude conduct consult convert coordinate create customise debate declare decline decode define defer deliver demonstrate
	describe detect determine devise digitise direct disclose display distribute document donate download draft edit educate
	elect eliminate embed enable endorse enforce engage enhance enrol escalate evaluate exclude execute expand explore expose
	facilitate finance fix forecast format formulate forward gather generate govern guide handle harmonise heal highlight hire
	host identify illustrate implement include indicate influence inform initiate inject innovate integrate interpret interview
	audit inspect regulate license certify appoint recruit employ retain promote reward coach listen discuss agree decide`)

	adjectives = strings.Fields(`new national local regional monthly annual weekly quarterly public private clinical digital medical urgent
	planned routine early late final provisional experimental official complete partial common rare acute chronic mild severe
	mental physical social personal shared secure safe open closed short long high low full free simple complex easy hard clear
	accurate timely reliable consistent comparable relevant accessible inclusive equal fair average median total rural urban coastal
	young old elderly pregnant disabled vulnerable homeless healthy sick overweight underweight active sedentary
	primary secondary tertiary specialist general senior junior temporary permanent external internal central remote mobile
	manual automatic electronic paper online offline live retired legacy modern technical statistical financial legal ethical
	environmental operational strategic corporate independent joint joined previous current next recent future historic seasonal
	daily nightly hourly direct indirect raw adjusted weighted rounded suppressed missing unknown valid invalid duplicate unique
	abdominal abnormal absent abstract academic additional adequate aerobic affordable agile ambitious analytical antenatal
	anonymous arterial artificial asymptomatic attentive bacterial balanced behavioural bilateral biological brief broad calm
	careful cautious cellular cervical civic coherent collaborative compact competent compulsory concise confident congenital
	conscious considerate continuous conventional cooperative cosmetic costly creative cultural cumulative curious deep
	deliberate delicate dense dependent diabetic diagnostic dietary diverse domestic dominant dormant dry durable eager
	educational efficient elaborate elective eligible emotional empirical endemic enormous epidemic equitable exact excessive
	exclusive exempt explicit extensive familiar feasible federal fertile flexible fluent foreign fragile frequent frugal genetic
	gentle genuine geographic global gradual helpful hereditary hidden holistic honest horizontal hormonal humid hybrid ideal
	small large minor major critical essential optional mandatory voluntary statutory formal informal positive negative`)

	bodyStems = strings.Fields(`cardi neur gastr dermat oste arthr hepat nephr pulmon rhin ot ophthalm hemat onc path psych radi immun endocrin
	gynaec obstetr paediatr geriatr ur rheumat laryng bronch col enter cyst aden angi cephal cerebr chondr encephal gloss hyster kerat
	lapar lymph mamm mast my myel nas odont orch pancreat phleb pleur pneum proct py retin salping sinus splen spondyl stomat tendin
	thorac thyroid trache tonsill ureter vas vertebr vascul vesic vulv capill`)

	bodyEndings = strings.Fields(`ology ologist itis ectomy oscopy ogram ography oma opathy osis otomy ostomy algia oplasty ometry otherapy
	odynia orrhage ospasm omegaly osclerosis`)

	drugBegins = strings.Fields(`amo ben cal dex eri flu gal hal ibe jor ket lor mel nor ola pre qui ros ser tam ule val wes xan yor zol abi
	bel cor dan eli fen gri hos imi kar lam mir nex ora pel rab sil tor urs vel zan adi bre cet dom ena fos gem hyd ifo kap lis mox nab oxi pra rif sul tri umo vor`)

	drugEndings = strings.Fields(`pril olol statin azole mycin cillin oxacin vir mab tinib zepam pine done tidine prazole sartan dipine
	gliptin floxin cycline caine profen setron triptan xaban parin zumab ciclib lukast terol`)

	placeBegins = strings.Fields(`ash brook carl dun elm farn glen hart ince keld lang mar nether oak pen quarn rush stan thorn upper wend
	yar bar brad clay corn der east fal gor hazel hol kirk lin mel new north over pol red sal sel south stock swan tarn west
	whit win wool wych amble barrow beck bram brent buck cam chan chip cran crest darl deep ding dray ebb ever fen frost gran hale hamp
	hather hedge hoy isle jed kemp kings lamb long maple marl mill mor nor alder birch crow drake fern gold hawk lark moss nettle otter plum raven rowan sedge teal wren`)

	placeEnds = strings.Fields(`ton ham ford bridge field worth ley bury wick stead mouth port dale by thorpe combe den hurst minster
	church gate mere moor shaw well wood borough caster cliffe cote don grove haven holt low marsh ness pool row side stow vale`)

	surnameBegins = strings.Fields(`Ab Ack Bal Bar Ben Bur Cal Car Chand Cor Dal Dav Ed El Fair Far Gil God Had Hal Har Hen Ing Jar Ken Khan
	Lam Lin Mac Mal Mer Nor Ob Pat Pem Quin Ram Ros San Shar Sin Tal Tan Ush Van Wal War Wil Yar Zam`)

	surnameEnds = strings.Fields(`bert croft dale den der dez erson field ford gate ham iah ington ison jee kar ker land ler ley low man mond
	more nath ney oran ova path rell ridge ry sen shaw son stone ter ton vale vin wala ward well win wood worth zad`)

	firstNames = strings.Fields(`Aisha Ben Carys Dev Ellen Femi Grace Hamid Isla Jonas Kemi Leon Maya Nikhil Olive Priya Quentin Rosa Samir
	Tara Uzma Victor Wanda Xena Yusuf Zoe Alan Bella Chidi Dora Ewan Fatima Gareth Hana Idris Joan Karim Lucy Marek Nia`)

	productBegins = strings.Fields(`Alto Brisk Cinder Dorn Ember Ferro Grubb Hollow Iron Jasper Kestrel Lumen Mango Nimbus Onyx Pebble Quill
	Rusty Saffron Tangle Umber Velvet Wander Xylo Yonder Zephyr Amber Basil Cobalt Dusk Elder Flint`)

	productEnds = strings.Fields(`byte desk flow gate grid hub jar kit lock mail nest office port query rack sheet table vault ware zone box
	cast dock edge frame garden hook link mesh node pad ring`)
)

var regions = strings.Split("East of England,London,Midlands,North East and Yorkshire,North West,South East,South West", ",")

// levels are the sorts of organisations and areas that figures are given for.
var levels = strings.Split("integrated care boards,hospital trusts,GP practices,local authorities,primary care networks,mental health trusts,"+
	"community providers,care homes,ambulance trusts,sub-ICB locations,schools,independent sector providers,dental practices,pharmacies", ",")

var breakdowns = strings.Split("by age and sex,by ethnic group,by deprivation,by local authority,by provider,by integrated care board,"+
	"further analysis,supplementary tables,provisional figures,final figures,revised back series,official statistics in development", ",")

var tables = strings.Split("summary tables,data tables,provider level data,machine readable file,open data file,data quality report,"+
	"time series,local authority level data,GP practice level data,metadata and definitions", ",")
