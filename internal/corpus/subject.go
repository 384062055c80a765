package corpus

import "strings"

// subject is what a run of pages is about.
type subject struct {
	name   string
	topic  string   // slug
	series []string // titles of series; what it is short for comes after "="
	nouns  []string // its own words, beside those that all subjects use
}

func newSubject(name, topic, series, nouns string) subject {
	return subject{name, topic, strings.Split(series, "|"), strings.Fields(nouns)}
}

// subjects are in the order of how much is published about them.
var subjects = []subject{
	newSubject("mental health", "mental-health", "Adult mental health services monthly data=MHSDS|Psychological therapies activity and outcomes|Detentions under the Mental Health Act|"+
		"Out of area placements in mental health services=OAPs|Children and young people's mental health access|Eating disorder waiting times", "therapy recovery detention psychosis contact crisis caseload counselling therapist relapse section tribunal"),
	newSubject("hospital activity", "hospital-care", "Hospital Episode Statistics=HES|Admitted patient care activity|Hospital outpatient activity|Summary Hospital-level Mortality Indicator=SHMI|"+
		"Patient Reported Outcome Measures=PROMs|Deaths associated with hospitalisation|Critical care bed capacity", "episode spell consultant specialty procedure overnight daycase theatre bedday discharge readmission mortality"),
	newSubject("accident and emergency", "urgent-and-emergency-care", "Accident and emergency attendances|Emergency Care Data Set analysis=ECDS|Ambulance Quality Indicators=AmbSYS|Same day emergency care activity|"+
		"NHS 111 minimum data set", "attendance triage ambulance handover corridor arrival response category crew conveyance"),
	newSubject("general practice", "general-practice", "Appointments in general practice=GPAD|Patients registered at a GP practice|Quality and Outcomes Framework=QOF|GP earnings and expenses estimates=GPEEE|"+
		"Online consultation systems in general practice|GP patient list size validation", "practice partner locum receptionist telephone consultation list registration surgery achievement prevalence exception"),
	newSubject("prescribing", "prescriptions-and-medicines", "Prescription Cost Analysis=PCA|Practice level prescribing in England|Hospital prescribing and the cost of medicines|Antidepressant prescribing statistics|"+
		"Prescribing for diabetes|Controlled drugs monitoring returns", "medicine tablet capsule formulary generic brand item reimbursement dosage antibiotic opioid inhaler"),
	newSubject("vaccination", "screening-and-immunisation", "Childhood vaccination coverage=COVER|Seasonal influenza vaccine uptake|COVID-19 vaccination events|Shingles vaccine coverage|Vaccination of pregnant women", "vaccine dose uptake cohort booster clinic immunity eligibility adolescent batch refrigerator"),
	newSubject("cancer", "cancer", "Cancer registrations|Cancer waiting times|Systemic Anti-Cancer Therapy activity=SACT|National Lung Cancer Audit=NLCA|Radiotherapy Data Set activity=RTDS|Cancer survival by stage at diagnosis", "tumour stage oncology chemotherapy radiotherapy metastasis survival remission biopsy referral lymphoma melanoma"),
	newSubject("maternity", "hospital-care", "Maternity Services Monthly Statistics=MSDS|NHS maternity statistics|Breastfeeding at six to eight weeks|Smoking at the time of delivery=SATOD", "birth pregnancy midwife antenatal postnatal caesarean induction gestation newborn breastfeeding neonatal"),
	newSubject("adult social care", "social-care", "Adult Social Care Outcomes Framework=ASCOF|Adult social care activity and finance=ASC-FR|Deprivation of Liberty Safeguards assessments=DoLS|Survey of adult carers=SACE|"+
		"Safeguarding adults|Guardianship under the Mental Health Act", "carer council resident reablement direct payment assessment homecare safeguarding client nursing"),
	newSubject("community services", "community-health", "Community Services Data Set activity=CSDS|Community waiting lists|Virtual ward capacity and occupancy|Health visitor service delivery metrics", "district nurse podiatry wheelchair contact visit caseload rehabilitation falls wound equipment"),
	newSubject("workforce", "workforce", "NHS workforce statistics|General practice workforce|NHS sickness absence rates|NHS vacancy statistics|Primary care network workforce|NHS staff earnings estimates|Hospital and community health workforce equality", "headcount absence turnover earnings grade nurse consultant joiner leaver rota pension"),
	newSubject("waiting times", "referrals-and-bookings", "Referral to treatment waiting times=RTT|Diagnostic waiting times and activity=DM01|Delayed discharges from hospital|Cancelled elective operations", "wait clock pathway median backlog breach specialty decision cancellation booking slot"),
	newSubject("diagnostics", "hospital-care", "Diagnostic Imaging Dataset=DID|Endoscopy activity and capacity|Pathology turnaround times|Genomic testing activity", "scan imaging radiograph ultrasound endoscopy pathology laboratory specimen turnaround reporting"),
	newSubject("child health", "population-health", "National Child Measurement Programme=NCMP|Health of young people survey|Children's dental extractions|School nursing activity", "pupil obesity weight height school reception parent measurement growth puberty"),
	newSubject("lifestyle and behaviour", "population-health", "Health Survey for England=HSE|Statistics on obesity, physical activity and diet|Statistics on smoking|Statistics on alcohol|Smoking, drinking and drug use among young people=SDD|"+
		"Stop smoking services activity=SSS", "smoking alcohol obesity diet exercise cigarette vaping drinking respondent interview households"),
	newSubject("dementia", "dementia", "Dementia diagnosis rates|Dementia care plan reviews|Antipsychotic prescribing in dementia", "memory diagnosis carer antipsychotic review cognitive resident screening prevalence"),
	newSubject("diabetes", "primary-care", "National Diabetes Audit=NDA|National Diabetes Inpatient Safety Audit=NDISA|National Pregnancy in Diabetes Audit=NPID|Diabetes prevention programme=DPP", "insulin glucose foot retinopathy complication hypoglycaemia treatment targets care process structured"),
	newSubject("dental services", "primary-care", "NHS dental statistics|Dental earnings and expenses estimates|Dental working patterns and morale|Orthodontic treatment in the NHS", "dentist tooth orthodontic filling extraction denture units morale charges checkup"),
	newSubject("pharmacy", "pharmacy", "General pharmaceutical services|Community pharmacy contractors|Pharmacy First consultations|Contraceptive supply by pharmacies", "pharmacist dispensing contractor consultation supply premises minor ailments blood pressure"),
	newSubject("learning disability", "mental-health", "Learning disability services monthly statistics=LDA|Health and care of people with learning disabilities=HCPLD|Autism waiting times|Assuring transformation", "autism inpatient seclusion restraint placement adjustment transformation advocacy hospital passport"),
	newSubject("kidney care", "hospital-care", "Renal replacement therapy activity|Chronic kidney disease audit=CKDA|Acute kidney injury warnings=AKI", "dialysis transplant creatinine kidney filtration donor waiting"),
	newSubject("heart disease", "hospital-care", "National Heart Failure Audit=NHFA|Cardiac rehabilitation activity|Hypertension treated to target=CVDP", "cardiac stent rhythm stroke pressure cholesterol statin rehabilitation anticoagulant"),
	newSubject("organ and tissue donation", "hospital-care", "Organ donation and transplantation activity|Stem cell registry report", "donor transplant organ tissue consent recipient retrieval"),
	newSubject("sexual health", "community-health", "Sexual and Reproductive Health Activity Data Set=SRHAD|HIV testing in community settings|Long acting contraception", "contraception clinic testing chlamydia counselling emergency partner"),
	newSubject("screening", "screening-and-immunisation", "Breast Screening Programme=KC62|Cervical Screening Programme=KC53|Bowel cancer screening uptake=BCSP|Abdominal aortic aneurysm screening=AAA", "invitation uptake smear mammogram recall programme eligible invitee"),
	newSubject("finance", "systems-and-infrastructure", "NHS payments to general practice|Reference costs|Estates Returns Information Collection=ERIC|Clinical negligence payments", "tariff payment expenditure cost estate budget energy building invoice capital"),
	newSubject("written complaints", "online-services-for-patients", "Data on written complaints in the NHS=KO41|Friends and Family Test=FFT|Patient advice and liaison contacts=PALS", "complaint upheld apology ombudsman feedback recommendation theme responder"),
	newSubject("data quality", "standards", "Data Quality Maturity Index=DQMI|Secondary Uses Service data quality dashboards=SUS|Coding of clinical terms=SNOMED", "completeness validity coding submission extract duplicate default ethnicity"),
	newSubject("population", "population-health", "Patients by age group and area|Personal Demographics births and deaths|Weekly deaths of registered patients", "births deaths migration density deprivation boundary census registered"),
	newSubject("digital services", "online-services-for-patients", "NHS App usage figures|Electronic repeat dispensing uptake=eRD|e-Referral Service utilisation=e-RS|Summary Care Record views=SCR", "login app account download notification smartphone proxy uptake journey"),
	newSubject("cyber security", "cyber-security", "Cyber incidents reported by organisations|Data Security and Protection Toolkit assessments=DSPT", "incident phishing ransomware firewall password patching exercise assessor"),
	newSubject("information governance", "data-protection", "Freedom of Information compliance=FOI|Data release register|National data opt-outs=NDOP", "consent disclosure opt-out controller processor breach confidentiality request retention"),
	newSubject("research", "research", "Recruitment to clinical trials|Secure data environment projects=SDE|Research data sharing agreements=DARS", "trial cohort recruitment sponsor ethics protocol linkage agreement"),
	newSubject("interoperability", "sharing-information", "Messages exchanged between systems|National Record Locator pointers=NRL|GP Connect usage=GPC", "message interface endpoint resource profile payload standard conformance"),
	newSubject("identity", "identity-and-access", "NHS login accounts|Care identity smartcards issued=CIS2", "login smartcard authenticator certificate verification account biometrics"),
}
